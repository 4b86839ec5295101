import { keyedHash } from '#kit/encryption.ts';
import { CodedError } from '#kit/errors.ts';
import { within } from '#kit/within.ts';
import { type FailureSubject, FailuresDocument } from '#schema/store/failures.ts';
import type { Context } from './context.ts';

/** Whose wrong passwords are counted, and how many are let through within 15 minutes. */
export type Limit = { subject: FailureSubject; most: number };

const MOST = { email: 5, address: 50, account: 5 };
const STORE_MS = 1_000;

/** The limit on one e-mail address, client address or account (spec §5, User). The store sees a keyed hash only. */
export const failureLimit = ({ config }: Context, kind: FailureSubject['kind'], value: string): Limit => ({
  subject: { kind, hash: keyedHash(config.HASH_KEY, value, `failures.${kind}`) },
  most: MOST[kind],
});

/** `RATE_LIMITED` with `retryAfter` when a limit is reached. A store that is away lets everything through. */
export const refuseAfterFailures = async (ctx: Context, limits: readonly Limit[]): Promise<void> => {
  const keys = limits.map(({ subject }) => FailuresDocument.key(subject));
  const counts = await orGoOn(ctx, () => ctx.store.getMany(keys));
  const reached = limits.find(({ most }, index) => Number(counts?.[index] ?? 0) >= most);
  if (reached) throw rateLimited(await countFailure(ctx, reached));
};

/** Counts a wrong password. Returns the error to answer with: `wrong`, or `RATE_LIMITED` when others went over a limit meanwhile. */
export const failed = async (ctx: Context, limits: readonly Limit[], wrong: CodedError): Promise<CodedError> => {
  const counts = await Promise.all(limits.map((limit) => countFailure(ctx, limit)));
  const over = counts.find((count, index) => (count?.count ?? 0) > (limits[index]?.most ?? 0));
  return over ? rateLimited(over) : wrong;
};

type Count = { count: number; resetsInMs: number } | null;

const countFailure = (ctx: Context, { subject }: Limit): Promise<Count> =>
  orGoOn(ctx, () => ctx.store.increment(FailuresDocument.key(subject), FailuresDocument.ttlMs));

const rateLimited = (count: Count): CodedError =>
  new CodedError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil((count?.resetsInMs ?? FailuresDocument.ttlMs) / 1_000)) });

const orGoOn = async <Result>(ctx: Context, ask: () => Promise<Result>): Promise<Result | null> => {
  try {
    return await within(STORE_MS, 'The store', ask());
  } catch (error) {
    ctx.log.warn({ err: error }, 'wrong passwords are not counted: the store is away');
    return null;
  }
};
