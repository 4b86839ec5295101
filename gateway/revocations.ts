import { LRUCache } from 'lru-cache';
import type { Doorbell } from '#kit/doorbell/doorbell.ts';
import type { Log } from '#kit/log.ts';
import type { Store } from '#kit/store/store.ts';
import { within } from '#kit/within.ts';
import { RevokedSessionDocument } from '#schema/store/revoked-session.ts';

/** Which sessions have been logged out (spec §5, User). */
export type Revocations = {
  /**
   * At most 500 ms old, and never older than the session's last mutation at this gateway. With the store
   * away: false, and the log says so once a minute.
   */
  isRevoked(sessionId: string): Promise<boolean>;
  /** Looks anew at the session's next request. */
  forget(sessionId: string): void;
  /** Calls `onRevoked` once when the session is logged out, within 1 s, at whatever replica. Returns the way to stop. */
  watch(sessionId: string, onRevoked: () => void): () => void;
  close(): void;
};

const LOOK_MS = 500;
const STORE_MS = 400;
/** Sessions of one question to the store; each has its own time to be answered. */
const CHUNK = 1_000;
const WARN_MS = 60_000;
const CACHED = 10_000;

type Watch = { listeners: Set<() => void>; stopListening: Promise<() => void> };

export const createRevocations = ({ store, doorbell, log }: { store: Store; doorbell: Doorbell; log: Log }): Revocations => {
  const known = new LRUCache<string, { at: number; revoked: Promise<boolean> }>({ max: CACHED });
  const watches = new Map<string, Watch>();
  let warnedAt = -WARN_MS;
  const away = (error: unknown): void => {
    if (performance.now() - warnedAt < WARN_MS) return;
    warnedAt = performance.now();
    log.warn({ err: error }, 'the store is away: logged-out sessions stay valid until their tokens expire');
  };
  const look = async (sessionIds: readonly string[]): Promise<void> => {
    try {
      const found = await within(STORE_MS, 'the store', store.getMany(sessionIds.map(RevokedSessionDocument.key)));
      for (const [index, text] of found.entries()) if (text !== null) revoke(sessionIds[index]!);
    } catch (error) {
      away(error);
    }
  };
  const revoke = (sessionId: string): void => {
    known.set(sessionId, { at: Number.POSITIVE_INFINITY, revoked: Promise.resolve(true) });
    const { listeners = new Set<() => void>() } = watches.get(sessionId) ?? {};
    const told = [...listeners];
    listeners.clear();
    for (const listener of told) listener();
  };
  const lookAtAll = async (): Promise<void> => {
    const sessionIds = [...watches.keys()];
    const chunks = Array.from({ length: Math.ceil(sessionIds.length / CHUNK) }, (_, index) =>
      sessionIds.slice(index * CHUNK, (index + 1) * CHUNK),
    );
    await Promise.all(chunks.map(look));
  };
  const timer = setInterval(() => void lookAtAll(), LOOK_MS);
  timer.unref();
  const begin = (sessionId: string): Watch => {
    const stopListening = doorbell
      .listen(RevokedSessionDocument.key(sessionId), () => void look([sessionId]))
      .catch((error: unknown) => {
        away(error);
        return () => {};
      });
    const watch: Watch = { listeners: new Set(), stopListening };
    watches.set(sessionId, watch);
    return watch;
  };
  return {
    isRevoked: async (sessionId) => {
      const last = known.get(sessionId);
      if (last && performance.now() - last.at < LOOK_MS) return last.revoked;
      const revoked = within(STORE_MS, 'the store', store.get(RevokedSessionDocument.key(sessionId))).then(
        (text) => text !== null,
        (error: unknown) => {
          away(error);
          return false;
        },
      );
      known.set(sessionId, { at: performance.now(), revoked });
      return revoked;
    },
    forget: (sessionId) => {
      if (known.get(sessionId)?.at !== Number.POSITIVE_INFINITY) known.delete(sessionId);
    },
    watch: (sessionId, onRevoked) => {
      const watch = watches.get(sessionId) ?? begin(sessionId);
      watch.listeners.add(onRevoked);
      return () => {
        watch.listeners.delete(onRevoked);
        if (watch.listeners.size > 0 || watches.get(sessionId) !== watch) return;
        watches.delete(sessionId);
        void watch.stopListening.then((stop) => stop());
      };
    },
    close: () => {
      clearInterval(timer);
      for (const { stopListening } of watches.values()) void stopListening.then((stop) => stop());
      watches.clear();
    },
  };
};
