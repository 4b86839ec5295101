/** `work`, or a rejection as soon as `signal` aborts, whether or not the work heeds it. */
export const untilAborted = async <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
