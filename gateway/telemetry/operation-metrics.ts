import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';
import { createTimings, observe, type Timing } from '#kit/timings.ts';
import { isWritten, type WrittenAnswer } from '../execute/written-answer.ts';

/** The timings of one operation, by how it ended. */
export type OperationTimings = Record<'ok' | 'refused' | 'failed' | 'left', Timing>;

/** What is counted of queries and mutations, and of the plans of all operations. */
export type OperationMetrics = {
  /** Of an operation; of what has no plan when left out. Names that are not trusted are `other`, so that clients cannot make up series. */
  timingsOf: (operation?: OperationDefinitionNode) => OperationTimings;
  plans: {
    hits: number;
    misses: number;
    /** Remembered at present. */
    entries: number;
  };
};

/** @param names of the operations that are told apart */
export const createOperationMetrics = (registry: Metrics, names: ReadonlySet<string> = new Set()): OperationMetrics => {
  const timings = createTimings<'operation' | 'type' | 'outcome'>(
    registry,
    'madang_operation_seconds',
    'Queries and mutations, by operation and how they ended',
  );
  const plans = { hits: 0, misses: 0, entries: 0 };
  exportPlans(registry, plans);
  return {
    plans,
    timingsOf: (definition) => {
      const name = definition?.name?.value;
      const operation = name !== undefined && names.has(name) ? name : 'other';
      const type = definition?.operation ?? 'none';
      const timing = (outcome: keyof OperationTimings) => timings.timing({ operation, type, outcome });
      return { ok: timing('ok'), refused: timing('refused'), failed: timing('failed'), left: timing('left') };
    },
  };
};

/** Read when they are asked for. */
const exportPlans = (registry: Metrics, plans: Readonly<OperationMetrics['plans']>): void => {
  const registers = [registry];
  const counter = (name: string, help: string, value: () => number): Counter =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  counter('madang_plan_cache_hits_total', 'Operations whose plan was known', () => plans.hits);
  counter('madang_plan_cache_misses_total', 'Operations that were planned', () => plans.misses);
  new Gauge({
    name: 'madang_plan_cache_entries',
    help: 'Plans that are remembered',
    registers,
    collect() {
      this.set(plans.entries);
    },
  });
};

/** The codes of errors that the server is to blame for. */
export const SERVER_FAULTS: ReadonlySet<unknown> = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

/**
 * Counts an answer: `failed` when the server is to blame for an error in it, `refused` for any other, `left` when nobody waits any more.
 */
export const observeAnswer = (
  timings: OperationTimings,
  begun: number,
  result: WrittenAnswer | ExecutionResult,
  signal?: AbortSignal,
): void => observe(timings[outcomeOf(result, signal)], performance.now() - begun);

const outcomeOf = (result: WrittenAnswer | ExecutionResult, signal?: AbortSignal): keyof OperationTimings => {
  if (isWritten(result) || !result.errors) return 'ok';
  if (signal?.aborted) return 'left';
  return result.errors.some(({ extensions }) => SERVER_FAULTS.has(extensions.code)) ? 'failed' : 'refused';
};
