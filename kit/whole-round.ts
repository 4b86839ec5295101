/**
 * Resolves after a whole round of the event loop: what came meanwhile over any connection has been read, also when the process was held up, and
 * that the other side closed one has been heard.
 */
export const wholeRound = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
