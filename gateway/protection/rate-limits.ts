import { LRUCache } from 'lru-cache';
import { clientNetwork } from '#kit/client-network.ts';
import type { Log } from '#kit/log.ts';
import type { Store } from '#kit/store/store.ts';

/** Operations a minute; 0 is no limit. */
export type Rates = { perAddress: number; perIdentity: number };

export type RateRefusal = {
  limit: keyof Rates;
  max: number;
  /** Seconds. */
  retryAfter: number;
};

export type RateLimits = {
  /** Counts one operation of a caller, or tells which limit refuses it. Never waits. */
  take: (caller: { address: string | undefined; userId: string | undefined }) => RateRefusal | null;
};

export type RateLimitOptions = { rates: Rates; store: Pick<Store, 'increment'>; log: Log; now?: () => number };

export const WINDOW_MS = 60_000;
const WARN_MS = 60_000;
const CALLERS = 50_000;

type Window = {
  count: number;
  resetsAt: number;
  /** Not in the store yet. */
  unshared: number;
  isSharing: boolean;
};

/**
 * Limits operations by address and by identity, over all replicas: each counts at once for itself and in the store a moment later, so
 * that no request waits for it. With the store away each replica holds the limits alone.
 */
export const createRateLimits = ({ rates, store, log, now = Date.now }: RateLimitOptions): RateLimits => {
  const windows = new LRUCache<string, Window>({ max: CALLERS });
  let warnedAt = -WARN_MS;
  /** One question at a time, each with all that has come since the one before. */
  const share = async (key: string, window: Window): Promise<void> => {
    if (window.isSharing) return;
    window.isSharing = true;
    while (window.unshared > 0) {
      const by = window.unshared;
      window.unshared = 0;
      try {
        const { count, resetsInMs } = await store.increment(key, WINDOW_MS, by);
        window.count = Math.max(window.count, count + window.unshared);
        window.resetsAt = now() + resetsInMs;
      } catch (error) {
        warn(error);
      }
    }
    window.isSharing = false;
  };
  const warn = (error: unknown): void => {
    if (now() - warnedAt < WARN_MS) return;
    warnedAt = now();
    log.warn({ err: error }, 'the store is away: each gateway limits rates for itself');
  };
  const windowOf = (key: string): Window => {
    const known = windows.get(key);
    if (known && known.resetsAt > now()) return known;
    const window = { count: 0, resetsAt: now() + WINDOW_MS, unshared: 0, isSharing: false };
    windows.set(key, window);
    return window;
  };
  const count = (limit: keyof Rates, id: string | undefined): RateRefusal | null => {
    const max = rates[limit];
    if (max === 0 || id === undefined) return null;
    const key = `rate:${limit}:${limit === 'perAddress' ? clientNetwork(id) : id}`;
    const window = windowOf(key);
    if (window.count >= max) return { limit, max, retryAfter: Math.max(1, Math.ceil((window.resetsAt - now()) / 1000)) };
    window.count++;
    window.unshared++;
    void share(key, window);
    return null;
  };
  return { take: ({ address, userId }) => count('perAddress', address) ?? count('perIdentity', userId) };
};
