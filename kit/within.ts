/** `work`, or a rejection that names `what` when it takes longer than `ms` milliseconds; the work itself goes on. */
export const within = async <Value>(ms: number, what: string, work: Promise<Value>): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not answer within ${ms} ms.`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
