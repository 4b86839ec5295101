import { isDeepStrictEqual } from 'node:util';
import type { Identity } from '#kit/identity.ts';
import { endingMessages, type Words } from '#schema/errors.ts';
import type { Caller, Identify } from '../identity.ts';
import type { Revocations } from '../revocations.ts';

/** Who is at the other end of a long connection; may change its token, and may lose it. */
export type ConnectionSession = {
  /** Takes up a token: the first, or a fresh one before the last expires. Anything but text leaves things as they are. */
  refresh(authorization: unknown): Promise<void>;
  caller: () => Caller;
  /** Stops watching. */
  close(): void;
};

/** After its token's expiry a connection has so long to send a fresh one. */
const GRACE_MS = 30_000;
const LONGEST_TIMER_MS = 2_147_000_000;
/** A token that could not be judged, because its keys are away, is tried again so often. */
const RETRY_MS = 1_000;

/** A token as it came. */
type Sent = { authorization: string; order: number };

const NOBODY: Caller = { identity: null, refused: null, headers: {} };

export type ConnectionSessionOptions = {
  identify: Identify;
  revocations: Revocations;
  close: (reason: Words) => void;
  graceMs?: number;
  retryMs?: number;
};

/**
 * Watches a connection's session: `close` is called when it is logged out, and when its token has expired and no fresh one came. A token
 * that nobody can judge at the moment counts as one that came: it is tried again until it is accepted or refused.
 */
export const createConnectionSession = (options: ConnectionSessionOptions): ConnectionSession => {
  const { graceMs = GRACE_MS, retryMs = RETRY_MS } = options;
  let caller = NOBODY;
  /** The last of those that nobody could judge. */
  let waiting: Sent | null = null;
  /** Most connections have none at any time, so they keep no set for them. */
  let judging: Set<Promise<void>> | null = null;
  let unwatch = (): void => {};
  let expiry: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;
  let asked = 0;
  let taken = 0;
  /** A token that came in time may take longer to be judged. */
  const expire = async (): Promise<void> => {
    const before = taken;
    if (judging) await Promise.allSettled(judging);
    if (closed || taken !== before) return;
    if (waiting === null) options.close(endingMessages.TOKEN_EXPIRED);
    else expireIn(graceMs);
  };
  const expireIn = (ms: number): void => {
    clearTimeout(expiry);
    expiry = setTimeout(() => void expire(), Math.min(ms, LONGEST_TIMER_MS));
    expiry.unref();
  };
  const waitFor = (sent: Sent | null): void => {
    waiting = sent;
    clearTimeout(retry);
    if (!sent) return;
    retry = setTimeout(() => void judge(sent), retryMs);
    retry.unref();
  };
  const judge = (sent: Sent): Promise<void> => {
    judging ??= new Set();
    const all = judging;
    const judged = takeUp(sent).finally(() => {
      all.delete(judged);
      if (all.size === 0) judging = null;
    });
    all.add(judged);
    return judged;
  };
  const takeUp = async (sent: Sent): Promise<void> => {
    const next = await options.identify(sent.authorization);
    if (closed || sent.order < taken) return;
    const isNewest = sent.order >= (waiting?.order ?? 0);
    if (next.refused === 'unknown' && isNewest) waitFor(sent);
    else if (waiting === sent) waitFor(null);
    if (!next.identity && caller.identity) return;
    if (next.identity && caller.identity) {
      if (next.identity.userId !== caller.identity.userId) return options.close(endingMessages.OTHER_ACCOUNT);
      // What runs was planned for the rights it began with.
      if (!hasSameRights(next.identity, caller.identity)) return options.close(endingMessages.OTHER_RIGHTS);
    }
    caller = next;
    if (!next.identity) return;
    taken = sent.order;
    if (isNewest) waitFor(null);
    unwatch();
    unwatch = options.revocations.watch(next.identity.sessionId, () => options.close(endingMessages.SESSION_ENDED));
    expireIn(next.identity.expiresAt.getTime() - Date.now() + graceMs);
  };
  return {
    caller: () => caller,
    refresh: async (authorization) => {
      if (typeof authorization === 'string') await judge({ authorization, order: ++asked });
    },
    close: () => {
      closed = true;
      clearTimeout(expiry);
      waitFor(null);
      unwatch();
    },
  };
};

const hasSameRights = (a: Identity, b: Identity): boolean => isDeepStrictEqual(rightsOf(a), rightsOf(b));

const rightsOf = ({ scopes = [], policies = [] }: Identity) => [new Set(scopes), new Set(policies)];
