import DataLoader from 'dataloader';
import type { Context } from './context.ts';
import { type CountRequest, readCounts, readDeltas } from './read-entries.ts';
import { readOwnersStatistics, readStatistics } from './read-statistics.ts';
import type { Statistics } from './statistics.ts';

/** Nothing is remembered: a subscription's context outlives many states. Ids are UUIDs in lower case. */
export type Loaders = {
  /** Null for an event that is not known. */
  statistics: (eventId: string) => Promise<Statistics | null>;
  /** All events of an owner, in one snapshot. */
  ownersStatistics: (ownerId: string) => Promise<Statistics[]>;
  /** `participantsDelta` of some events together, as of now. */
  delta: (eventIds: readonly string[]) => Promise<number>;
  /** Entries by the beginning of their interval. */
  counts: (request: CountRequest) => Promise<Map<number, number>>;
};

/** The loaders of one request: what one tick asks for goes out in one statement. */
export const createLoaders = ({ database: { sql }, now }: Context): Loaders => ({
  statistics: batched(async (ids) => {
    const byId = new Map((await readStatistics(sql, ids)).map((statistics) => [statistics.eventId, statistics]));
    return ids.map((id) => byId.get(id) ?? null);
  }),
  ownersStatistics: batched(async (ids) => {
    const byOwner = Map.groupBy(await readOwnersStatistics(sql, ids), ({ ownerId }) => ownerId);
    return ids.map((id) => byOwner.get(id) ?? []);
  }),
  delta: batched((lists) => readDeltas(sql, lists, now())),
  counts: batched((requests) => readCounts(sql, requests)),
});

const batched = <Key, Value>(read: (keys: readonly Key[]) => Promise<Value[]>): ((key: Key) => Promise<Value>) => {
  const loader = new DataLoader<Key, Value>(read, { cache: false, maxBatchSize: 500 });
  return (key) => loader.load(key);
};
