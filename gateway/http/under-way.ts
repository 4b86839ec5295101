import { setImmediate, setTimeout } from 'node:timers/promises';

/** What a connection is being answered, so that it is not closed over a mutation's answer. */
export type UnderWay = Set<Promise<void>>;

/** An answer that takes longer is cut off when the gateway stops. */
const PATIENCE_MS = 3_000;
/** An answer that takes longer is cut off after a log-out, which is to be over within a second everywhere. */
export const LOG_OUT_MS = 300;

/** Adds an answer; the result is to be called when it was handed over, or nobody waits for it any more. */
export const beginAnswer = (underWay: UnderWay): (() => void) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  underWay.add(promise);
  return () => {
    underWay.delete(promise);
    resolve();
  };
};

/** Resolves when all answers are handed over, those that are begun meanwhile, too; or have not come in time. */
export const whenAnswered = async (underWay: UnderWay, patienceMs = PATIENCE_MS): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  for (let left = patienceMs; underWay.size > 0 && left > 0; left = deadline - performance.now()) await answeredWithin(underWay, left);
};

const answeredWithin = async (underWay: UnderWay, ms: number): Promise<void> => {
  const leaving = new AbortController();
  const patience = setTimeout(ms, undefined, { signal: leaving.signal }).catch(() => {});
  await Promise.race([Promise.all(underWay).then(() => setImmediate()), patience]);
  leaving.abort();
};
