/** A stream that is written on one side and read on the other. `return()` takes effect at once, also while a reader waits. */
export type Mailbox<Value> = AsyncGenerator<Value> & {
  /** Hands a value to the reader who waits, or keeps it. Ignored after the end. */
  push(value: Value): void;
  /** The same, but it overtakes nothing but another one behind. */
  pushBehind(value: Value): void;
  /** Ends the stream after what is kept. */
  end(): void;
  /** Ends the stream with an error after what is kept. */
  fail(error: unknown): void;
};

/**
 * @param keep what waits for a slow reader: `all`, in order; `latest`, so that a newer value overtakes an older one
 * @param onReturn called once when the reader leaves before the end
 * @param onKept called with what has begun or ceased to wait, after it has
 */
export const createMailbox = <Value>(
  keep: 'all' | 'latest',
  onReturn: () => void = () => {},
  onKept: (value: Value, waits: boolean) => void = () => {},
): Mailbox<Value> => {
  const kept: Value[] = [];
  const readers: PromiseWithResolvers<IteratorResult<Value>>[] = [];
  let ended: { error?: unknown } | null = null;
  const finished = { done: true, value: undefined } as const;
  const finish = (outcome: { error?: unknown }): void => {
    if (ended) return;
    ended = outcome;
    for (const reader of readers.splice(0)) 'error' in outcome ? reader.reject(outcome.error) : reader.resolve(finished);
  };
  const leave = async (): Promise<IteratorResult<Value>> => {
    kept.length = 0;
    const wasOpen = ended === null;
    finish({});
    ended = {};
    if (wasOpen) onReturn();
    return finished;
  };
  const pushBehind = (value: Value): void => {
    if (ended) return;
    const reader = readers.shift();
    if (reader) return void reader.resolve({ done: false, value });
    if (keep === 'latest') kept.length = Math.min(kept.length, 1);
    kept.push(value);
    onKept(value, true);
  };
  return {
    push: (value) => {
      if (keep === 'latest' && !ended) kept.length = 0;
      pushBehind(value);
    },
    pushBehind,
    end: () => finish({}),
    fail: (error) => finish({ error }),
    next: async () => {
      if (kept.length > 0) {
        const value = kept.shift() as Value;
        onKept(value, false);
        return { done: false, value };
      }
      if (ended && 'error' in ended) {
        const { error } = ended;
        ended = {};
        throw error;
      }
      if (ended) return finished;
      const reader = Promise.withResolvers<IteratorResult<Value>>();
      readers.push(reader);
      return reader.promise;
    },
    return: leave,
    throw: leave,
    [Symbol.asyncDispose]: async () => void (await leave()),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
