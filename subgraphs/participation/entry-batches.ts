/** Registers entries of one event in one transaction; what became of each, in their order. */
type RegisterAll<Entering, Outcome> = (eventId: string, entries: readonly Entering[]) => Promise<Outcome[]>;

type Waiting<Entering, Outcome> = { entry: Entering; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };

const MOST = 100;

/**
 * Entries of an event that come while one of its transactions is under way go together in the next: the event's row is locked once for
 * all of them, so that its lock and its commit are no limit to how many take part in a second. The first of them waits for nobody. A batch that
 * fails is tried entry by entry, so that nobody fails for another's sake.
 */
export const createEntryBatches = <Entering, Outcome>(registerAll: RegisterAll<Entering, Outcome>) => {
  const busy = new Map<string, Waiting<Entering, Outcome>[]>();

  const settle = async (eventId: string, batch: readonly Waiting<Entering, Outcome>[]): Promise<void> => {
    try {
      const outcomes = await registerAll(
        eventId,
        batch.map(({ entry }) => entry),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) return only?.reject(error);
      for (const one of batch) await settle(eventId, [one]);
    }
  };

  const work = async (eventId: string, waiting: Waiting<Entering, Outcome>[]): Promise<void> => {
    while (waiting.length > 0) await settle(eventId, waiting.splice(0, MOST));
    busy.delete(eventId);
  };

  return (eventId: string, entry: Entering): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const waiting = busy.get(eventId);
      if (waiting) return void waiting.push({ entry, resolve, reject });
      const first = [{ entry, resolve, reject }];
      busy.set(eventId, first);
      void work(eventId, first);
    });
};
