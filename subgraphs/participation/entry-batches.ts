import { CodedError } from '#kit/errors.ts';

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
/** Entries that wait for a transaction at most: more than are registered while a customer waits for the answer. */
const MOST_WAITING = 10_000;
const RETRY_S = 2;

/**
 * Entries that come while as many transactions as may be are under way go together in the next, whatever their events: one commit and
 * few statements serve all of them. An entry never waits while a lane is free, but behind those of its own event. An event that a draw or
 * another replica holds keeps nobody waiting but the entries that met it. A batch that fails is tried entry by entry, so that nobody fails
 * for another's sake; when two in a row fail for what is not their own the database is away, or their event's row is held: those behind them that
 * would wait for the same fail with them. Beyond 10,000 that wait an entry is refused (`RATE_LIMITED`).
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
      else await settleSingly(batch);
      return [];
    }
  };

  const settleSingly = async (batch: readonly Entry[]): Promise<void> => {
    let outages: { eventId: string; error: unknown }[] = [];
    const isOutFor = (eventId: string): boolean => {
      const [first, second] = outages;
      return second !== undefined && (first?.eventId !== second.eventId || eventId === second.eventId);
    };
    for (const { eventId, entry, resolve, reject } of batch) {
      if (isOutFor(eventId)) {
        reject(outages[0]?.error);
        continue;
      }
      try {
        const [outcome] = await registerAll([entry], true);
        outages = [];
        resolve(outcome as Outcome);
      } catch (error) {
        outages = isItsOwn(error) ? [] : [...outages.slice(-1), { eventId, error }];
        reject(error);
      }
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
      if (waiting.length >= MOST_WAITING) throw new CodedError('RATE_LIMITED', { retryAfter: RETRY_S });
      waiting.push({ eventId, entry, resolve, reject });
      start();
    });
};

/** SQLSTATE classes 22 (data exception), 23 (integrity constraint violation), 40 (transaction rollback) and 55 (object not in prerequisite state). */
const isItsOwn = (error: unknown): boolean => /^(2[23]|40|55)...$/.test(String((error as { code?: unknown }).code));
