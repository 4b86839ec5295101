import type { Histogram } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** How often something took how long, under fixed labels. */
export type Timing = {
  /** By the highest bucket it fits in; the last has what fits in none. */
  readonly counts: number[];
  /** Seconds. */
  sum: number;
};

export type Timings<Label extends string> = { timing: (labels: Readonly<Record<Label, string>>) => Timing };

/** By registry and name: services of one process share theirs. */
const made = new WeakMap<Metrics, Map<string, Timings<string>>>();

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts one; nothing is made or looked up, so that it costs a request next to nothing. */
export const observe = (timing: Timing, milliseconds: number): void => {
  const seconds = milliseconds / 1_000;
  let bucket = 0;
  while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]!) bucket++;
  timing.counts[bucket]!++;
  timing.sum += seconds;
};

/**
 * A histogram whose label sets are made once and then counted in directly: prom-client looks its own up for each observation. One that was made
 * for the registry by that name is the same.
 *
 * @throws when the registry has another metric by that name
 */
export const createTimings = <Label extends string>(metrics: Metrics, name: string, help: string): Timings<Label> => {
  const ofRegistry = made.get(metrics) ?? new Map<string, Timings<string>>();
  made.set(metrics, ofRegistry);
  const found = ofRegistry.get(name);
  if (found) return found;
  const known = new Map<string, { labels: Readonly<Record<Label, string>>; timing: Timing }>();
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: [...known.values()].flatMap(({ labels, timing }) => samples(name, labels, timing)),
  });
  const timings: Timings<Label> = {
    timing: (labels) => {
      const key = JSON.stringify(labels);
      const found = known.get(key) ?? { labels, timing: { counts: Array(BUCKETS.length + 1).fill(0), sum: 0 } };
      known.set(key, found);
      return found.timing;
    },
  };
  /** Label sets stay: who counts in one keeps it. */
  const reset = (): void => {
    for (const { timing } of known.values()) {
      timing.counts.fill(0);
      timing.sum = 0;
    }
  };
  metrics.registerMetric({ name, help, get, reset } as unknown as Histogram);
  ofRegistry.set(name, timings);
  return timings;
};

/** What was never observed stays out of the text. */
const samples = (name: string, labels: Readonly<Record<string, string>>, { counts, sum }: Timing) => {
  let count = 0;
  const buckets = counts.map((observed, bucket) => {
    count += observed;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: BUCKETS[bucket] ?? '+Inf' }, value: count };
  });
  const totals = [
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
  return count === 0 ? [] : [...buckets, ...totals];
};
