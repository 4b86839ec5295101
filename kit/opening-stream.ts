import type { ExecutionResult } from 'graphql';

type Opened = AsyncIterable<ExecutionResult> | ExecutionResult;

/** A subscription as a stream, from before it has begun: who returns while it is opened aborts the signal. A refusal is the stream's one result. */
export const openingStream = (open: (signal: AbortSignal) => Promise<Opened>): AsyncGenerator<ExecutionResult> => {
  const left = new AbortController();
  const end = { done: true, value: undefined } as const;
  let results: AsyncIterator<ExecutionResult> | null = null;
  const begin = async (): Promise<AsyncIterator<ExecutionResult>> => {
    const opened = await open(left.signal);
    results = (Symbol.asyncIterator in opened ? opened : single(opened))[Symbol.asyncIterator]();
    if (left.signal.aborted) await results.return?.();
    return results;
  };
  const next = async (): Promise<IteratorResult<ExecutionResult>> => {
    if (left.signal.aborted) return end;
    const step = await (results ?? (await begin())).next();
    return left.signal.aborted ? end : step;
  };
  const leave = async (): Promise<typeof end> => {
    left.abort();
    await results?.return?.();
    return end;
  };
  return {
    next,
    return: leave,
    throw: leave,
    [Symbol.asyncDispose]: async () => void (await leave()),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}
