import { CodedError } from '#kit/errors.ts';

/** Runs work, `concurrency` at once. */
export type HashingQueue = {
  /** @throws CodedError `RATE_LIMITED` with `retryAfter` when too many wait already, or its turn does not come in time */
  run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Throws the same at once when there is no room now: before anything else is done for a request that will be refused. */
  expectRoom: () => void;
  /** How many wait now. */
  waiting: () => number;
};

export type HashingQueueOptions = {
  concurrency: number;
  /** How many may wait. */
  limit: number;
  /** How long each may wait, in milliseconds: whoever is answered is answered soon, also when more come than can be served. */
  longestWaitMs: number;
};

const RETRY_AFTER_SECONDS = 1;
/** How much the newest work counts in the usual time that work takes. */
const NEWEST = 0.1;

/** A queue with an end: `concurrency` run, at most `limit` wait in order of arrival, each for a while, and the others are told to come again. */
export const createHashingQueue = ({ concurrency, limit, longestWaitMs }: HashingQueueOptions): HashingQueue => {
  let running = 0;
  let usualMs = 0;
  const starts = new Set<() => void>();
  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = (): void => {
        clearTimeout(late);
        starts.delete(start);
        resolve();
      };
      const late = setTimeout(() => {
        starts.delete(start);
        reject(tooMany());
      }, longestWaitMs);
      starts.add(start);
    });
  const expectRoom = (): void => {
    const expectedMs = ((starts.size + 1) * usualMs) / concurrency;
    if (running >= concurrency && (starts.size >= limit || expectedMs > longestWaitMs)) throw tooMany();
  };
  const enter = async (): Promise<void> => {
    if (running < concurrency) {
      running++;
      return;
    }
    expectRoom();
    await turn();
  };
  const leave = (): void => {
    const [next] = starts;
    if (next) next();
    else running--;
  };
  return {
    expectRoom,
    waiting: () => starts.size,
    run: async (work) => {
      await enter();
      const begun = performance.now();
      try {
        return await work();
      } finally {
        usualMs += (performance.now() - begun - usualMs) * NEWEST;
        leave();
      }
    },
  };
};

const tooMany = (): CodedError => new CodedError('RATE_LIMITED', { retryAfter: RETRY_AFTER_SECONDS });
