import type { ExecutionResult } from 'graphql';

/** The one answer of a query or mutation as a stream. Who returns before it is there aborts the signal, and gets nothing more. */
export const oneAnswer = (ask: (signal: AbortSignal) => Promise<ExecutionResult>): AsyncGenerator<ExecutionResult> => {
  const left = new AbortController();
  const end = { done: true, value: undefined } as const;
  let isAsked = false;
  const next = async (): Promise<IteratorResult<ExecutionResult>> => {
    if (isAsked || left.signal.aborted) return end;
    isAsked = true;
    try {
      const value = await ask(left.signal);
      return left.signal.aborted ? end : { done: false, value };
    } catch (error) {
      if (left.signal.aborted) return end;
      throw error;
    }
  };
  const leave = async (): Promise<typeof end> => {
    left.abort();
    return end;
  };
  return {
    next,
    return: leave,
    throw: leave,
    [Symbol.asyncDispose]: async () => left.abort(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
