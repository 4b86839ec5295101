import type { ExecutionResult } from 'graphql';
import { backoffMs } from '#kit/backoff.ts';

/** Answers an event again that was answered while a subgraph was away or its caller's token had expired, until nothing is missing or a newer event came. */
export type Mending<Arrival> = {
  /** Called for each answer that was given; of one in the name of an expired token, what it refused is missing, too. */
  look(result: ExecutionResult, arrival: Arrival, hasExpired: boolean): void;
  /** Called when another event is being answered: the one before is not to come after it. */
  stop(): void;
};

const BACKOFF = { firstMs: 500, capMs: 5_000 };

export const createMending = <Arrival>(again: (arrival: Arrival) => void, backoff = BACKOFF): Mending<Arrival> => {
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  return {
    look: (result, arrival, hasExpired) => {
      if (!isPatchy(result, hasExpired)) failures = 0;
      else timer = setTimeout(() => again(arrival), backoffMs(backoff, ++failures));
    },
    stop: () => clearTimeout(timer),
  };
};

const isPatchy = ({ data, errors }: ExecutionResult, hasExpired: boolean): boolean =>
  !!data && !!errors?.some(({ extensions: { code } }) => code === 'SERVICE_UNAVAILABLE' || (hasExpired && code === 'UNAUTHENTICATED'));
