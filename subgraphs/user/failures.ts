import { keyedHash } from '#kit/encryption.ts';
import { CodedError } from '#kit/errors.ts';
import { within } from '#kit/within.ts';
import { type FailureSubject, FailuresDocument } from '#schema/store/failures.ts';
import type { Context } from './context.ts';
import type { FailureCount } from './failure-counts.ts';

/** Whose wrong passwords are counted, and how many are let through within 15 minutes. */
export type Limit = { subject: FailureSubject; most: number };

const MOST = { email: 5, address: 50, account: 5 };
/** As long as the store's own pool waits for a connection. */
const STORE_MS = 5_000;
const SLOW_RETRY_MS = 1_000;

/** The limit on one e-mail address, client address or account (spec §5, User). The store sees a keyed hash only. */
export const failureLimit = ({ config }: Context, kind: FailureSubject['kind'], value: string): Limit => ({
  subject: { kind, hash: keyedHash(config.HASH_KEY, value, `failures.${kind}`) },
  most: MOST[kind],
});

/**
 * `RATE_LIMITED` with `retryAfter` when a limit is reached. While the store cannot be reached this process's own count decides; a store
 * that is only too busy to answer refuses, since a flood may be what keeps it busy.
 */
export const refuseAfterFailures = async (ctx: Context, limits: readonly Limit[]): Promise<void> => {
  const keys = limits.map(keyOf);
  const stored = await ask(ctx, () => ctx.store.getMany(keys));
  const count = (index: number): number => (stored ? Number(stored[index] ?? 0) : ctx.failures.of(keys[index]!).count);
  const reached = limits.find(({ most }, index) => count(index) >= most);
  if (reached) throw rateLimited(await countFailure(ctx, reached));
};

/** Counts a wrong password. Returns the error to answer with: `wrong`, or `RATE_LIMITED` when others went over a limit meanwhile. */
export const failed = async (ctx: Context, limits: readonly Limit[], wrong: CodedError): Promise<CodedError> => {
  const counts = await Promise.all(limits.map((limit) => countFailure(ctx, limit)));
  const over = counts.find(({ count }, index) => count > limits[index]!.most);
  return over ? rateLimited(over) : wrong;
};

const keyOf = ({ subject }: Limit): string => FailuresDocument.key(subject);

/** Counted here in any case: the store may go away in the middle of an attack. */
const countFailure = async (ctx: Context, limit: Limit): Promise<FailureCount> => {
  const own = ctx.failures.add(keyOf(limit));
  return (await ask(ctx, () => ctx.store.increment(keyOf(limit), FailuresDocument.ttlMs))) ?? own;
};

const rateLimited = ({ resetsInMs }: Pick<FailureCount, 'resetsInMs'>): CodedError =>
  new CodedError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil(resetsInMs / 1_000)) });

/** What the store says; null while it cannot be reached. `RATE_LIMITED` when it does not answer in time. */
const ask = async <Result>(ctx: Context, question: () => Promise<Result>): Promise<Result | null> => {
  try {
    return await within(STORE_MS, 'The store', question());
  } catch (error) {
    if (isSlow(error)) {
      ctx.log.warn({ err: error }, 'passwords are refused: the store does not answer in time');
      throw rateLimited({ resetsInMs: SLOW_RETRY_MS });
    }
    ctx.log.warn({ err: error }, 'wrong passwords are counted by this process alone: the store is away');
    return null;
  }
};

/** Of `within`, node-postgres (no connection is free, or a query takes too long) and ioredis; none of them gives it a code. */
const isSlow = (error: unknown): boolean =>
  error instanceof Error &&
  /did not answer within|timeout exceeded when trying to connect|query read timeout|command timed out/i.test(error.message);
