/** How long something takes, learnt from how long it took. Milliseconds. */
export type TypicalTime = {
  note: (ms: number) => void;
  /** As a rule; 0 before the first note. */
  usual: () => number;
  /** Hardly ever longer. */
  atMost: () => number;
};

const OF_MEAN = 1 / 8;
const OF_DEVIATION = 1 / 4;
/** So many mean deviations above the mean are 94 % of times that vary as much as they last. */
const DEVIATIONS = 3;

/** Mean and mean deviation as RFC 6298 keeps them of round trips: newer times count more. */
export const createTypicalTime = (): TypicalTime => {
  let mean: number | null = null;
  let deviation = 0;
  return {
    note: (ms) => {
      if (mean === null) {
        mean = ms;
        deviation = ms / 2;
        return;
      }
      deviation += (Math.abs(ms - mean) - deviation) * OF_DEVIATION;
      mean += (ms - mean) * OF_MEAN;
    },
    usual: () => mean ?? 0,
    atMost: () => (mean ?? 0) + deviation * DEVIATIONS,
  };
};
