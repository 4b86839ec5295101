import type { bentostore } from 'bentocache';
import type { Log } from '#kit/log.ts';
import type { Store } from '#kit/store/store.ts';
import { within } from '#kit/within.ts';

type Driver = Parameters<ReturnType<typeof bentostore>['useL2Layer']>[0];

/** A cache that takes longer is no help. */
const LIMIT_MS = 250;

/**
 * The store as the second tier of a cache. It rejects when the store does not answer within 250 ms, which the cache takes as a miss
 * and leaves the store alone for a while; the log tells it once.
 */
export const storeCacheDriver = (store: Store, log: Log): Driver => ({
  options: {},
  factory: () => driver(store, log),
});

const driver = (store: Store, log: Log): ReturnType<Driver['factory']> => {
  let up = true;
  const limited = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      const value = await within(LIMIT_MS, 'The cache', work);
      if (!up) log.info('the cache is back');
      up = true;
      return value;
    } catch (error) {
      if (up) log.warn({ err: error }, 'the cache is away; statistics come from the database');
      up = false;
      throw error;
    }
  };
  const get = async (key: string): Promise<string | undefined> => (await limited(store.get(key))) ?? undefined;
  const remove = async (key: string): Promise<boolean> => {
    await limited(store.delete(key));
    return true;
  };
  const self: ReturnType<Driver['factory']> = {
    type: 'l2',
    namespace: () => self,
    get,
    set: async (key, value, ttl) => {
      if (ttl !== undefined) await limited(store.set(key, value, ttl));
      return ttl !== undefined;
    },
    pull: async (key) => {
      const value = await get(key);
      await remove(key);
      return value;
    },
    delete: remove,
    deleteMany: async (keys) => {
      for (const key of keys) await remove(key);
      return true;
    },
    clear: () => Promise.reject(new Error('A shared cache is never cleared; its entries expire.')),
    disconnect: async () => {},
  };
  return self;
};
