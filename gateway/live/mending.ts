import type { ExecutionResult } from 'graphql';
import { backoffMs } from '#kit/backoff.ts';

/** Answers an event again that was answered while a subgraph was away, until nothing is missing or a newer event came. */
export type Mending<Arrival> = {
  /** Called for each answer that was given. */
  look(result: ExecutionResult, arrival: Arrival): void;
  /** Called when another event is being answered: the one before is not to come after it. */
  stop(): void;
};

const BACKOFF = { firstMs: 500, capMs: 5_000 };

export const createMending = <Arrival>(again: (arrival: Arrival) => void, backoff = BACKOFF): Mending<Arrival> => {
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  return {
    look: (result, arrival) => {
      if (!isPatchy(result)) failures = 0;
      else timer = setTimeout(() => again(arrival), backoffMs(backoff, ++failures));
    },
    stop: () => clearTimeout(timer),
  };
};

const isPatchy = ({ data, errors }: ExecutionResult): boolean =>
  !!data && !!errors?.some(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE');
