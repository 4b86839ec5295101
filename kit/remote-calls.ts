import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IRetryBackoffContext,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { type Backoff, backoffMs } from './backoff.ts';
import { RemoteCallError } from './remote-call-error.ts';
import { untilAborted } from './until-aborted.ts';

export type RemoteCallOptions = {
  /** The server's name in errors. */
  server: string;
  /** Milliseconds for one attempt, its answer's body included. */
  attemptMs: number;
  /** Attempts after the first. */
  retries: number;
  /** Between attempts; what the server asks for with `retry-after` goes before it. */
  backoff: Backoff;
  /** A server that asks to wait longer, in milliseconds, is not waited for. */
  longestWaitMs: number;
  breaker: {
    /** Outages in a row that open the circuit. */
    failures: number;
    /** Milliseconds until one call may try again. */
    halfOpenAfterMs: number;
  };
  random?: () => number;
};

/** How patient the calls are, whichever server they go to. */
export type RemoteCallPace = Omit<RemoteCallOptions, 'server' | 'random'>;

/** Calls to one server of others: a limit for each attempt, retries with jitter, and a circuit breaker that all calls share. */
export type RemoteCalls = {
  /**
   * Runs `attempt` until it succeeds. It is given a signal that ends it; what it throws should be a `RemoteCallError`, anything else
   * counts as `unavailable`. Rejects with the last attempt's error, at once with `unavailable` while the circuit is open, and with the
   * reason of `signal` as soon as that aborts.
   */
  run<Answer>(attempt: (signal: AbortSignal) => Promise<Answer>, signal: AbortSignal): Promise<Answer>;
  /** Whether calls are refused at present. */
  isOpen(): boolean;
};

export const createRemoteCalls = (options: RemoteCallOptions): RemoteCalls => {
  const { server, retries, attemptMs, breaker, longestWaitMs } = options;
  const circuit = circuitBreaker(
    handleWhen((error) => error instanceof RemoteCallError && error.isOutage),
    { breaker: new ConsecutiveBreaker(breaker.failures), halfOpenAfter: breaker.halfOpenAfterMs },
  );
  const retrying = retry(
    handleWhen((error) => error instanceof RemoteCallError && error.retryable && error.retryAfterMs <= longestWaitMs),
    { maxAttempts: retries, backoff: new DelegateBackoff((context: IRetryBackoffContext<unknown>) => pauseMs(options, context)) },
  );
  const limit = timeout(attemptMs, TimeoutStrategy.Aggressive);
  const patient = wrap(retrying, circuit);
  const once = async <Answer>(attempt: (signal: AbortSignal) => Promise<Answer>, signal: AbortSignal): Promise<Answer> => {
    signal.throwIfAborted();
    try {
      return await limit.execute((context) => attempt(context.signal), signal);
    } catch (error) {
      throw asRemoteCallError(server, error);
    }
  };
  return {
    run: (attempt, signal) =>
      untilAborted(
        signal,
        patient
          .execute((context) => once(attempt, context.signal), signal)
          .catch((error: unknown) => {
            if (!(error instanceof BrokenCircuitError)) throw error;
            throw new RemoteCallError(server, 'unavailable', { detail: 'the circuit is open' });
          }),
      ),
    isOpen: () => circuit.state === CircuitState.Open,
  };
};

const asRemoteCallError = (server: string, error: unknown): RemoteCallError => {
  if (error instanceof RemoteCallError) return error;
  return new RemoteCallError(server, error instanceof TaskCancelledError ? 'timeout' : 'unavailable');
};

/** A quarter more than asked for at most, so that those who were told the same part. */
const pauseMs = ({ backoff, random = Math.random }: RemoteCallOptions, { attempt, result }: IRetryBackoffContext<unknown>): number => {
  const asked = 'error' in result && result.error instanceof RemoteCallError ? result.error.retryAfterMs : 0;
  return asked > 0 ? asked * (1 + random() / 4) : backoffMs(backoff, attempt, random);
};
