import type { ExecutionResult } from 'graphql';
import type { Metrics } from '#kit/metrics.ts';
import { createTimings, observe, type Timing } from '#kit/timings.ts';
import type { DataSource } from '../sources/data-source.ts';

/** `failed`: no answer came; `errors`: one with errors; `left`: the client left before. */
type Outcomes = Record<'ok' | 'errors' | 'failed' | 'left', Timing>;

/** Makes sources each question to which is timed (RED a subgraph); subscriptions, which last, are not. */
export const measureFetches = (metrics: Metrics): ((source: DataSource) => DataSource) => {
  const timings = createTimings<'subgraph' | 'outcome'>(
    metrics,
    'madang_subgraph_fetch_seconds',
    'Questions to subgraphs, from asking to the whole answer',
  );
  const outcomesOf = (subgraph: string): Outcomes => ({
    ok: timings.timing({ subgraph, outcome: 'ok' }),
    errors: timings.timing({ subgraph, outcome: 'errors' }),
    failed: timings.timing({ subgraph, outcome: 'failed' }),
    left: timings.timing({ subgraph, outcome: 'left' }),
  });
  return (source) => measured(source, outcomesOf(source.name));
};

const measured = (source: DataSource, outcomes: Outcomes): DataSource => {
  const { send, execute } = source;
  return {
    ...source,
    execute: (request) => timed(outcomes, request.signal, execute(request)),
    ...(send && { send: (request) => timed(outcomes, request.signal, send(request)) }),
  };
};

const timed = (outcomes: Outcomes, signal: AbortSignal | undefined, asked: Promise<ExecutionResult>): Promise<ExecutionResult> => {
  const begun = performance.now();
  asked.then(
    ({ errors }) => observe(errors === undefined ? outcomes.ok : outcomes.errors, performance.now() - begun),
    () => observe(signal?.aborted ? outcomes.left : outcomes.failed, performance.now() - begun),
  );
  return asked;
};
