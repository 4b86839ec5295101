import DataLoader from 'dataloader';
import type { Context } from './context.ts';
import { type CountRequest, readCounts, readDeltas } from './read-entries.ts';
import {
  readEventRows,
  readEventVersions,
  readOwnerRows,
  readOwnerVersions,
  type StateVersion,
  type StatisticsRow,
  statisticsOf,
} from './read-statistics.ts';
import type { Statistics } from './statistics.ts';
import type { CachedRead } from './statistics-cache.ts';

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

/** The loaders of one request: what one tick asks for goes out in one statement. Statistics are read through the cache, deltas and counts never. */
export const createLoaders = ({ database: { sql }, cache, now }: Context): Loaders => {
  const eventRow = batched(async (ids: readonly string[]) => {
    const rows = new Map((await readEventRows(sql, ids)).map((row) => [row.event_id, [row]]));
    return ids.map((id) => rows.get(id) ?? []);
  });
  const ownerRows = batched(async (ids: readonly string[]) => {
    const rows = Map.groupBy(await readOwnerRows(sql, ids), ({ owner_id }) => owner_id);
    return ids.map((id) => rows.get(id) ?? []);
  });
  return {
    statistics: batched(async (ids) => {
      const states = statesIn(await readEventVersions(sql, ids));
      const found = await Promise.all(ids.map((id) => through(cache.ofEvent, states.get(id), eventRow)));
      return found.map(([statistics]) => statistics ?? null);
    }),
    ownersStatistics: batched(async (ids) => {
      const states = statesIn(await readOwnerVersions(sql, ids));
      return Promise.all(ids.map((id) => through(cache.ofOwner, states.get(id), ownerRows)));
    }),
    delta: batched((lists) => readDeltas(sql, lists, now())),
    counts: batched((requests) => readCounts(sql, requests)),
  };
};

const statesIn = (states: readonly StateVersion[]): Map<string, StateVersion> => new Map(states.map((state) => [state.id, state]));

const through = async (cached: CachedRead, state: StateVersion | undefined, read: (id: string) => Promise<StatisticsRow[]>) =>
  state === undefined ? [] : (await cached(state, () => read(state.id))).map(statisticsOf);

const batched = <Key, Value>(read: (keys: readonly Key[]) => Promise<Value[]>): ((key: Key) => Promise<Value>) => {
  const loader = new DataLoader<Key, Value>(read, { cache: false, maxBatchSize: 500 });
  return (key) => loader.load(key);
};
