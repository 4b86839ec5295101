/**
 * `work`, or a rejection that names `what` when it takes longer than `ms` milliseconds; the work itself goes on. A process that was held up
 * first reads what came meanwhile: its timers are due before its sockets are read.
 */
export const within = async <Value>(ms: number, what: string, work: Promise<Value>): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  let lastLook: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    lastLook = setImmediate(() => reject(new Error(`${what} did not answer within ${ms} ms.`)));
  }, ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    clearImmediate(lastLook);
  }
};
