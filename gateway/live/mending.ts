import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { backoffMs } from '#kit/backoff.ts';

/**
 * Has an event answered again that was answered while a subgraph was away or its caller's token had expired,
 * until nothing is missing or a newer event came.
 */
export type Mending<Arrival> = {
  /** Called for each answer that was given; of one in the name of an expired token, what it refused is missing, too. */
  look(result: ExecutionResult, arrival: Arrival, hasExpired: boolean): void;
  /** Called when another event is being answered: the one before is not to come after it. */
  stop(): void;
};

const BACKOFF = { firstMs: 500, capMs: 5_000 };
/** An end waits so long for what the last state lacks. */
const LAST_MS = 10_000;

/** @param again has it answered again; `hasExpired` as it was looked at */
export const createMending = <Arrival>(again: (arrival: Arrival, hasExpired: boolean) => void, backoff = BACKOFF): Mending<Arrival> => {
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  return {
    look: (result, arrival, hasExpired) => {
      if (!isPatchy(result, hasExpired)) failures = 0;
      else timer = setTimeout(() => again(arrival, hasExpired), backoffMs(backoff, ++failures));
    },
    stop: () => clearTimeout(timer),
  };
};

/**
 * Has the last state of all answered again before the end, for nothing comes after it. Resolves when nothing is missing, or after
 * `withinMs` also while an answer is still awaited.
 *
 * @param again whether nothing is missing any more
 */
export const untilMended = async (again: () => Promise<boolean>, signal: AbortSignal, withinMs = LAST_MS): Promise<void> => {
  const deadline = performance.now() + withinMs;
  const pause = (ms: number): Promise<void> => wait(Math.max(0, ms), undefined, { signal, ref: false }).catch(() => {});
  const isOver = (): boolean => signal.aborted || performance.now() >= deadline;
  for (let failures = 1; !isOver(); failures++) {
    await pause(Math.min(backoffMs(BACKOFF, failures), deadline - performance.now()));
    if (isOver() || (await Promise.race([again(), pause(deadline - performance.now())]))) return;
  }
};

/** Whether something is missing that may be there later; of what has no data at all nothing is. */
export const isPatchy = ({ data, errors }: ExecutionResult, hasExpired: boolean): boolean =>
  data !== undefined &&
  !!errors?.some(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE' || (hasExpired && extensions?.code === 'UNAUTHENTICATED'));
