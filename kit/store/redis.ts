import type { Log } from '../log.ts';
import { openRedis } from '../redis.ts';
import { within } from '../within.ts';
import type { Store } from './store.ts';

export type RedisStoreOptions = {
  /** `redis://` or `rediss://` (TLS), with the user, password and database number if there are any. */
  url: string;
  log: Log;
};

const PING_MS = 2_000;
/** What ioredis says when nothing was answered in time; asking again would take as long again. */
const TIMED_OUT = 'Command timed out';

/** Replaces a value when it equals ARGV[1]. */
const SET_WHERE_EQUAL = `
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
  return 1`;

/** Counts, with an expiry that the first one sets: one script, since a counter without an expiry would count for ever. */
const INCREMENT = `
  local count = redis.call('incrby', KEYS[1], ARGV[2])
  local left = redis.call('pttl', KEYS[1])
  if left < 0 then
    left = tonumber(ARGV[1])
    redis.call('pexpire', KEYS[1], left)
  end
  return {count, left}`;

/**
 * The store in Redis (spec §1). Every command and script touches one key, so the keys may lie in any slots of a cluster. A read
 * whose connection is lost is made once more; a write is not, since it may have been done.
 */
export const createRedisStore = ({ url, log }: RedisStoreOptions): Store => {
  const { client, close } = openRedis({ url, log, name: 'madang-store' });
  const twice = <Value>(read: () => Promise<Value>): Promise<Value> =>
    read().catch((error: Error) => {
      if (error.message === TIMED_OUT) throw error;
      return read();
    });
  const whole = (ms: number): number => Math.max(1, Math.ceil(ms));
  return {
    get: (key) => twice(() => client.get(key)),
    getMany: (keys) => twice(() => Promise.all(keys.map((key) => client.get(key)))),
    set: async (key, value, ttlMs) => void (await client.set(key, value, 'PX', whole(ttlMs))),
    compareAndSet: async (key, expected, next, ttlMs) =>
      expected === null
        ? (await client.set(key, next, 'PX', whole(ttlMs), 'NX')) === 'OK'
        : (await client.eval(SET_WHERE_EQUAL, 1, key, expected, next, whole(ttlMs))) === 1,
    delete: async (key) => void (await client.del(key)),
    increment: async (key, ttlMs, by = 1) => {
      const [count, resetsInMs] = (await client.eval(INCREMENT, 1, key, whole(ttlMs), by)) as [number, number];
      return { count, resetsInMs };
    },
    ping: async () => void (await within(PING_MS, 'The store', client.ping())),
    close,
  };
};
