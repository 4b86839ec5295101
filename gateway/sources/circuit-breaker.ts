import type { ExecutionResult } from 'graphql';
import { FailedResult, RequestFault } from './fault.ts';

/** Runs a question, or rejects at once while the subgraph is left alone. The signal is its client's. */
export type CircuitBreaker = (run: () => Promise<ExecutionResult>, signal?: AbortSignal) => Promise<ExecutionResult>;

export type CircuitBreakerOptions = { failures: number; pauseMs: number };

/**
 * After so many failures in a row a subgraph is left alone for `pauseMs`, then tried with one question at a time until one is
 * answered. A client that leaves says nothing about the subgraph, nor does a question that is at fault itself: after a trial
 * that was one of these the next question is the trial. What was asked before the circuit opened or closed no longer counts.
 * (Cockatiel's, which stands elsewhere, takes a trial that was left for an answer, and lets all other questions wait for it.)
 */
export const createCircuitBreaker = (name: string, { failures, pauseMs }: CircuitBreakerOptions): CircuitBreaker => {
  let inARow = 0;
  let openUntil = 0;
  let isOnTrial = false;
  /** Counts how often the circuit has opened and closed. */
  let period = 0;
  const open = (): void => {
    period++;
    openUntil = performance.now() + pauseMs;
  };
  const failed = (asked: number, error: unknown, signal: AbortSignal | undefined): ExecutionResult => {
    if (asked === period && isOfSubgraph(error, signal) && ++inARow >= failures) open();
    return resultIn(error);
  };
  /** While nothing fails, nothing has to be counted. */
  const ask: CircuitBreaker = (run, signal) => {
    const asked = period;
    const onFailure = (error: unknown) => failed(asked, error, signal);
    if (inARow === 0) return run().catch(onFailure);
    return run().then((result) => {
      if (asked === period) inARow = 0;
      return result;
    }, onFailure);
  };
  const tryOut: CircuitBreaker = async (run, signal) => {
    isOnTrial = true;
    try {
      const result = await run();
      inARow = 0;
      period++;
      return result;
    } catch (error) {
      if (isOfSubgraph(error, signal)) open();
      return resultIn(error);
    } finally {
      isOnTrial = false;
    }
  };
  return (run, signal) => {
    if (inARow < failures) return ask(run, signal);
    if (isOnTrial || performance.now() < openUntil)
      return Promise.reject(new Error(`The subgraph "${name}" failed ${failures} times in a row.`));
    return tryOut(run, signal);
  };
};

const isOfSubgraph = (error: unknown, signal: AbortSignal | undefined): boolean => !signal?.aborted && !(error instanceof RequestFault);

const resultIn = (error: unknown): ExecutionResult => {
  if (error instanceof FailedResult) return error.result;
  throw error;
};
