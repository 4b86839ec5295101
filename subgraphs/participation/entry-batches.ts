/** What becomes of an entry whose event's row somebody else holds: it is registered in a second transaction, which waits for the row. */
export const HELD = Symbol('held');

/**
 * Registers entries in one transaction; what became of each, in their order. Unless it `waits` it leaves out the events whose row is held
 * elsewhere (`HELD`).
 */
type RegisterAll<Entering, Outcome> = (entries: readonly Entering[], waits: boolean) => Promise<(Outcome | typeof HELD)[]>;

type Waiting<Entering, Outcome> = {
  eventId: string;
  entry: Entering;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
};

/** Entries of one transaction, and transactions at once. */
const MOST = 100;
const LANES = 2;

/**
 * Entries that come while as many transactions as may be are under way go together in the next, whatever their events: one commit and
 * few statements serve all of them. An entry never waits while a lane is free, but behind those of its own event. An event that a draw or
 * another replica holds keeps nobody waiting but the entries that met it. A batch that fails is tried entry by entry, so that nobody fails
 * for another's sake.
 */
export const createEntryBatches = <Entering, Outcome>(registerAll: RegisterAll<Entering, Outcome>) => {
  type Entry = Waiting<Entering, Outcome>;
  const busy = new Set<string>();
  let waiting: Entry[] = [];
  let lanes = 0;

  const take = (): Entry[] => {
    const batch: Entry[] = [];
    const others: Entry[] = [];
    for (const entry of waiting) (batch.length < MOST && !busy.has(entry.eventId) ? batch : others).push(entry);
    waiting = others;
    return batch;
  };

  const settle = async (batch: readonly Entry[], waits: boolean): Promise<Entry[]> => {
    try {
      const outcomes = await registerAll(
        batch.map(({ entry }) => entry),
        waits,
      );
      return batch.filter(({ resolve }, index) => {
        const outcome = outcomes[index] as Outcome | typeof HELD;
        if (outcome !== HELD) resolve(outcome);
        return outcome === HELD;
      });
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await settle([one], true);
      return [];
    }
  };

  const free = (batch: readonly Entry[]): void => {
    for (const { eventId } of batch) busy.delete(eventId);
  };

  const work = async (batch: Entry[]): Promise<void> => {
    const events = new Set(batch.map(({ eventId }) => eventId));
    for (const eventId of events) busy.add(eventId);
    const held = await settle(batch, events.size === 1);
    const stillBusy = new Set(held.map(({ eventId }) => eventId));
    free(batch.filter(({ eventId }) => !stillBusy.has(eventId)));
    if (held.length > 0) await settle(held, true);
    free(held);
    lanes -= 1;
    start();
  };

  const start = (): void => {
    while (lanes < LANES) {
      const batch = take();
      if (batch.length === 0) return;
      lanes += 1;
      void work(batch);
    }
  };

  return (eventId: string, entry: Entering): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      waiting.push({ eventId, entry, resolve, reject });
      start();
    });
};
