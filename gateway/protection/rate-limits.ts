import { clientNetwork } from '#kit/client-network.ts';
import type { Log } from '#kit/log.ts';
import type { Store } from '#kit/store/store.ts';
import { createLru } from '../plan/lru.ts';

/** Operations a minute; 0 is no limit. */
export type Rates = { perAddress: number; perIdentity: number };

export type RateRefusal = { limit: keyof Rates; max: number /** Seconds. */; retryAfter: number };

export type RateLimits = {
  /** Counts one operation of a caller, or tells which limit refuses it. Never waits. */
  take: (caller: { address: string | undefined; userId: string | undefined }) => RateRefusal | null;
};

export type RateLimitOptions = { rates: Rates; store: Pick<Store, 'increment'>; log: Log; now?: () => number };

export const WINDOW_MS = 60_000;
const WARN_MS = 60_000;
const CALLERS = 50_000;

type Window = { count: number; resetsAt: number; isCounting: boolean };

/**
 * Limits operations by address and by identity, over all replicas: each counts at once for itself and in the store a moment later, so
 * that no request waits for it. With the store away each replica holds the limits alone.
 */
export const createRateLimits = ({ rates, store, log, now = Date.now }: RateLimitOptions): RateLimits => {
  const windows = createLru<Window>(CALLERS);
  let warnedAt = -WARN_MS;
  const share = (key: string, window: Window): void => {
    if (window.isCounting) return;
    window.isCounting = true;
    store
      .increment(key, WINDOW_MS)
      .then(
        ({ count, resetsInMs }) => {
          window.count = Math.max(window.count, count);
          window.resetsAt = now() + resetsInMs;
        },
        (error: unknown) => {
          if (now() - warnedAt < WARN_MS) return;
          warnedAt = now();
          log.warn({ err: error }, 'the store is away: each gateway limits rates for itself');
        },
      )
      .finally(() => {
        window.isCounting = false;
      });
  };
  const windowOf = (key: string): Window => {
    const known = windows.get(key);
    if (known && known.resetsAt > now()) return known;
    const window = { count: 0, resetsAt: now() + WINDOW_MS, isCounting: false };
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
    share(key, window);
    return null;
  };
  return { take: ({ address, userId }) => count('perAddress', address) ?? count('perIdentity', userId) };
};
