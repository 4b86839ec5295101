import type { Caller, Identify } from '../identity.ts';
import type { Revocations } from '../revocations.ts';

/** Who is at the other end of a long connection; may change its token, and may lose it. */
export type SocketSession = {
  /** Takes up a token: the first, or a fresh one before the last expires. Anything but text leaves things as they are. */
  refresh(authorization: unknown): Promise<void>;
  caller: () => Caller;
  /** Stops watching. */
  close(): void;
};

/** After its token's expiry a connection has so long to send a fresh one. */
const GRACE_MS = 30_000;
const LONGEST_TIMER_MS = 2_147_000_000;

const NOBODY: Caller = { identity: null, refused: null, headers: {} };

/** Watches a connection's session: `close` is called when it is logged out, and when its token has expired and no fresh one came. */
export const createSocketSession = (options: {
  identify: Identify;
  revocations: Revocations;
  close: (reason: string) => void;
  graceMs?: number;
}): SocketSession => {
  let caller = NOBODY;
  let unwatch = (): void => {};
  let expiry: NodeJS.Timeout | undefined;
  let closed = false;
  const stop = (): void => {
    clearTimeout(expiry);
    unwatch();
    unwatch = () => {};
  };
  return {
    caller: () => caller,
    refresh: async (authorization) => {
      if (typeof authorization !== 'string') return;
      const next = await options.identify(authorization);
      if (closed || (!next.identity && caller.identity)) return;
      if (next.identity && caller.identity && next.identity.userId !== caller.identity.userId) {
        options.close('A connection belongs to one account.');
        return;
      }
      stop();
      caller = next;
      if (!next.identity) return;
      unwatch = options.revocations.watch(next.identity.sessionId, () => options.close('The session has ended.'));
      const remaining = next.identity.expiresAt.getTime() - Date.now() + (options.graceMs ?? GRACE_MS);
      expiry = setTimeout(() => options.close('The token has expired.'), Math.min(remaining, LONGEST_TIMER_MS));
      expiry.unref();
    },
    close: () => {
      closed = true;
      stop();
    },
  };
};
