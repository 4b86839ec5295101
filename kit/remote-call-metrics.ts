import { Gauge, Histogram } from 'prom-client';
import type { Metrics } from './metrics.ts';
import { RemoteCallError, type RemoteFailure } from './remote-call-error.ts';

export type RemoteCallMetricsOptions<Label extends string> = {
  /** Begins the metrics' names: `{prefix}_attempt_seconds` and `{prefix}_circuit_open`. */
  prefix: string;
  /** Completes "Attempts to …". */
  purpose: string;
  /** What names a server. */
  labelNames: readonly Label[];
  /** Bounds of the histogram, in seconds. */
  buckets: number[];
};

/** Measures one attempt by how it ends; resolves and rejects as it does. */
export type Measured = <Answer>(attempt: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer>;

export type RemoteCallMetrics<Label extends string> = {
  /** One server's: its circuit is looked at whenever metrics are read. */
  ofServer(labels: Record<Label, string>, isOpen: () => boolean): Measured;
};

/** Attempts at servers of others, by how they ended, and whether their circuits are open, in the process's metrics. Once a prefix. */
export const createRemoteCallMetrics = <Label extends string>(
  metrics: Metrics,
  { prefix, purpose, labelNames, buckets }: RemoteCallMetricsOptions<Label>,
): RemoteCallMetrics<Label> => {
  const registers = [metrics];
  const circuits: { labels: Record<Label, string>; isOpen: () => boolean }[] = [];
  const attempts = new Histogram<string>({
    name: `${prefix}_attempt_seconds`,
    help: `Attempts to ${purpose}, by how they ended.`,
    labelNames: [...labelNames, 'outcome'],
    buckets,
    registers,
  });
  new Gauge<string>({
    name: `${prefix}_circuit_open`,
    help: `1 while a circuit is open and nobody tries to ${purpose}.`,
    labelNames: [...labelNames],
    registers,
    collect() {
      for (const { labels, isOpen } of circuits) this.set(labels, Number(isOpen()));
    },
  });
  return {
    ofServer: (labels, isOpen) => {
      circuits.push({ labels, isOpen });
      return async (attempt, signal) => {
        const begun = performance.now();
        const ended = (outcome: 'ok' | RemoteFailure): void =>
          attempts.observe({ ...labels, outcome }, (performance.now() - begun) / 1_000);
        try {
          const answer = await attempt();
          ended('ok');
          return answer;
        } catch (error) {
          ended(failureOf(error, signal));
          throw error;
        }
      };
    },
  };
};

const failureOf = (error: unknown, signal: AbortSignal): RemoteFailure => {
  if (signal.aborted) return 'timeout';
  return error instanceof RemoteCallError ? error.failure : 'unavailable';
};
