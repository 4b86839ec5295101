/** Deadlines, and whether clients have left, are looked at so often: that costs less than a timer and a listener for each question. */
const LOOK_MS = 50;

/**
 * Looks every 50 ms until it is stopped. A process that was held up reads what came meanwhile before it looks: its timers are due before
 * its sockets are read.
 */
export const lookOften = (look: () => void): (() => void) => {
  let next: NodeJS.Immediate | undefined;
  const looking = setInterval(() => {
    next = setImmediate(look);
  }, LOOK_MS).unref();
  return () => {
    clearInterval(looking);
    clearImmediate(next);
  };
};
