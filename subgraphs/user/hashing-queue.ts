import { CodedError } from '#kit/errors.ts';

/** Runs work, `concurrency` at once. */
export type HashingQueue = {
  /** @throws CodedError `RATE_LIMITED` with `retryAfter` when too many wait already */
  run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** How many wait now. */
  waiting: () => number;
};

const RETRY_AFTER_SECONDS = 1;

/** A queue with an end: `concurrency` run, at most `limit` wait in order of arrival, and the next one is told to come again. */
export const createHashingQueue = ({ concurrency, limit }: { concurrency: number; limit: number }): HashingQueue => {
  let running = 0;
  const starts: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (running < concurrency) {
      running++;
      return;
    }
    if (starts.length >= limit) throw new CodedError('RATE_LIMITED', { retryAfter: RETRY_AFTER_SECONDS });
    await new Promise<void>((start) => starts.push(start));
  };
  const leave = (): void => {
    const start = starts.shift();
    if (start) start();
    else running--;
  };
  return {
    waiting: () => starts.length,
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
