/** A client that is made when it is first needed, and thrown away when something it did has failed. */
export type Renewable<Client> = {
  use<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

export const createRenewable = <Client>(open: () => Promise<Client>, close: (client: Client) => Promise<unknown>): Renewable<Client> => {
  let present: Promise<Client> | undefined;
  const drop = async (client: Promise<Client>): Promise<void> => {
    if (present === client) present = undefined;
    await client.then(close).catch(() => {});
  };
  return {
    use: async (work) => {
      present ??= open();
      const mine = present;
      try {
        return await work(await mine);
      } catch (error) {
        void drop(mine);
        throw error;
      }
    },
    close: async () => {
      if (present) await drop(present);
    },
  };
};
