import { CodedError } from '#kit/errors.ts';
import { createTypicalTime } from './typical-time.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Runs work when its turn comes. */
export type Run = <Result>(work: () => Promise<Result>) => Promise<Result>;

export type HashingQueue = {
  /**
   * Lets a request in that will `run` something; its place in the queue is kept from now on. Whoever is let in can expect an answer in time.
   *
   * @throws CodedError `RATE_LIMITED` with `retryAfter`, at once when no answer can be expected in time; later only when work became slower meanwhile
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

/**
 * A queue with an end. A request's answer is expected after the turns before it, its own, and what requests do besides (the database, a busy
 * event loop), as it was lately. Requests that nobody is before are let in whatever is expected: they tell when things are better.
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
  const refuseUnlessInTime = (): void => {
    const before = reserved + line.waiting() + line.running();
    const expectedMs = ((before + 1) / concurrency) * turnTime.usual() + timeBesides.atMost();
    if (before >= concurrency && (before >= concurrency + limit || expectedMs > answerWithinMs)) throw new QueueIsFull();
  };
  const inTurn: Run = async (work) => {
    await line.enter();
    const begun = clock();
    try {
      return await work();
    } finally {
      turnTime.note(clock() - begun);
      line.leave();
    }
  };
  return {
    waiting: () => reserved + line.waiting(),
    admit: async (request) => {
      refuseUnlessInTime();
      const place = reservation(() => reserved--);
      reserved++;
      const begun = clock();
      let queuedMs = 0;
      try {
        return await request(async (work) => {
          place.release();
          const asked = clock();
          try {
            return await inTurn(work);
          } finally {
            queuedMs += clock() - asked;
          }
        });
      } finally {
        place.release();
        if (queuedMs > 0) timeBesides.note(clock() - begun - queuedMs);
      }
    },
  };
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
