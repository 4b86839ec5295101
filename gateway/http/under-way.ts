import { setImmediate, setTimeout } from 'node:timers/promises';

/** What a connection is being answered, so that it is not closed over a mutation's answer. */
export type UnderWay = Set<Promise<unknown>>;

/** An answer that takes longer is cut off when the gateway stops. */
const PATIENCE_MS = 3_000;

/** Adds an answer until it was handed over. */
export const follow = <Result>(underWay: UnderWay, answer: Promise<Result>): Promise<Result> => {
  underWay.add(answer);
  const forget = (): void => void underWay.delete(answer);
  answer.then(forget, forget);
  return answer;
};

/** Resolves when all answers are handed over, or have not come in time. */
export const whenAnswered = async (underWay: UnderWay): Promise<void> => {
  if (underWay.size === 0) return;
  const leaving = new AbortController();
  const patience = setTimeout(PATIENCE_MS, undefined, { signal: leaving.signal }).catch(() => {});
  await Promise.race([Promise.allSettled(underWay).then(() => setImmediate()), patience]);
  leaving.abort();
};
