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

/** Whether something is missing that may be there later; of what has no data at all nothing is. */
export const isPatchy = ({ data, errors }: ExecutionResult, hasExpired: boolean): boolean =>
  data !== undefined &&
  !!errors?.some(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE' || (hasExpired && extensions?.code === 'UNAUTHENTICATED'));
