export type WaitingLine = {
  /** Resolves when one may go in; rejects with `tooLate()` when that takes longer than `longestMs`. */
  enter: () => Promise<void>;
  /** Whoever went in comes out, and the next one goes in. */
  leave: () => void;
  waiting: () => number;
  running: () => number;
};

/** `concurrency` are inside, the others wait in order of arrival, for `longestMs` milliseconds at most. */
export const createWaitingLine = (
  concurrency: number,
  { longestMs, tooLate }: { longestMs: number; tooLate: () => Error },
): WaitingLine => {
  let running = 0;
  const starts = new Set<() => void>();
  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = (): void => {
        clearTimeout(late);
        starts.delete(start);
        resolve();
      };
      const late = setTimeout(() => {
        starts.delete(start);
        reject(tooLate());
      }, longestMs);
      starts.add(start);
    });
  return {
    waiting: () => starts.size,
    running: () => running,
    enter: async (): Promise<void> => {
      if (running >= concurrency) return turn();
      running++;
    },
    leave: (): void => {
      const [next] = starts;
      if (next) next();
      else running--;
    },
  };
};
