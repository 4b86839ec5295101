import { CodedError } from '#kit/errors.ts';
import { createTypicalTime } from './typical-time.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Runs work when its turn comes. */
export type Run = <Result>(work: () => Promise<Result>) => Promise<Result>;

export type HashingQueue = {
  /**
   * Lets a request in that will `run` something; its place in the queue is kept from now on. Whoever is let in can expect an answer in time.
   *
   * @throws CodedError `RATE_LIMITED` with `retryAfter`, at once when no answer can be expected in time; later only when things became slower meanwhile
   */
  admit: <Result>(request: (run: Run) => Promise<Result>) => Promise<Result>;
  /** How many are let in and wait for their turn. */
  waiting: () => number;
};

export type HashingQueueOptions = {
  /** How much runs at once. */
  concurrency: number;
  /** How many may wait. */
  limit: number;
  /** Milliseconds within which a request is to be answered, all that it does besides included. */
  answerWithinMs: number;
  /** Milliseconds on a clock that only goes forward. */
  clock?: () => number;
};

const RETRY_AFTER_SECONDS = 1;

/** `RATE_LIMITED`: come again in a second. */
export class QueueIsFull extends CodedError {
  constructor() {
    super('RATE_LIMITED', { retryAfter: RETRY_AFTER_SECONDS });
  }
}

/** Part of the time for an answer that may be planned with; the rest is for what cannot be foreseen. */
const PLANNED = 0.6;

/**
 * A queue with an end. A request's answer is expected after the turns before it, its own, and what requests do besides (the database, a busy
 * event loop), as it was lately. One whose turn comes too late for an answer in time gives it to the next. Requests that nobody is before
 * get their turn whatever is expected: they tell when things are better.
 */
export const createHashingQueue = ({
  concurrency,
  limit,
  answerWithinMs,
  clock = () => performance.now(),
}: HashingQueueOptions): HashingQueue => {
  const turnTime = createTypicalTime();
  const timeBesides = createTypicalTime();
  const line = createWaitingLine(concurrency, { longestMs: answerWithinMs, tooLate: () => new QueueIsFull() });
  let reserved = 0;
  const requestsBefore = (): number => reserved + line.waiting() + line.running();
  const refuseUnlessInTime = (before: number): void => {
    const expectedMs = ((before + 1) / concurrency) * turnTime.usual() + timeBesides.atMost();
    if (before >= concurrency + limit || expectedMs > answerWithinMs * PLANNED) throw new QueueIsFull();
  };
  const inTurn = async <Result>(work: () => Promise<Result>, isInTime: () => boolean): Promise<Result> => {
    await line.enter();
    try {
      if (!isInTime()) throw new QueueIsFull();
      return await timed(work, turnTime.note, clock);
    } finally {
      line.leave();
    }
  };
  return {
    waiting: () => reserved + line.waiting(),
    admit: async (request) => {
      const before = requestsBefore();
      const isFirst = before < concurrency;
      if (!isFirst) refuseUnlessInTime(before);
      const place = reservation(() => reserved--);
      reserved++;
      const begun = clock();
      let queuedMs = 0;
      const isInTime = (): boolean =>
        isFirst || queuedMs > 0 || clock() - begun + turnTime.usual() + timeBesides.atMost() <= answerWithinMs;
      try {
        return await request((work) => {
          place.release();
          return timed(
            () => inTurn(work, isInTime),
            (ms) => {
              queuedMs += ms;
            },
            clock,
          );
        });
      } finally {
        place.release();
        if (queuedMs > 0) timeBesides.note(clock() - begun - queuedMs);
      }
    },
  };
};

/** Runs work and notes how long it took, also when it failed. */
const timed = async <Result>(work: () => Promise<Result>, note: (ms: number) => void, clock: () => number): Promise<Result> => {
  const begun = clock();
  try {
    return await work();
  } finally {
    note(clock() - begun);
  }
};

/** Something to give back once. */
const reservation = (giveBack: () => void) => {
  let held = true;
  return {
    release: (): void => {
      if (held) giveBack();
      held = false;
    },
  };
};
