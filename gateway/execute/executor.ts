import { type ExecutionResult, OperationTypeNode } from 'graphql';
import type { Log } from '#kit/log.ts';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { coerceVariables } from '../plan/variables.ts';
import type { DataSource } from '../sources/data-source.ts';
import { decodeRaw } from '../sources/raw-json.ts';
import { clientErrors } from './client-errors.ts';
import type { Run } from './run.ts';
import type { WrittenAnswer } from './written-answer.ts';

/** What comes with an operation. */
export type OperationRequest = { variables: Readonly<Record<string, unknown>>; headers: SubgraphHeaders; signal?: AbortSignal };

/**
 * Executes planned operations. Errors are as subgraphs gave them, with the client's paths and `extensions.service`; masking is the
 * caller's. Nothing here rejects: what fails is in `errors`.
 */
export type Executor = {
  /** Runs a query or a mutation to its answer. */
  execute(operation: PlannedOperation, request: OperationRequest): Promise<ExecutionResult>;
  /** The same, with an answer without errors written. */
  answer(operation: PlannedOperation, request: OperationRequest): Promise<WrittenAnswer | ExecutionResult>;
  /** Subscribes to a subscription's primary fetch. Rejects when the subgraph cannot be reached; a refusal is a result with errors. */
  subscribe(operation: PlannedOperation, request: OperationRequest): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** Completes one event of the primary fetch: the rest of the plan, then the client's shape. */
  complete(operation: PlannedOperation, request: OperationRequest, event: ExecutionResult): Promise<ExecutionResult>;
};

export type ExecutorOptions = {
  subgraphs: Readonly<Record<string, DataSource>>;
  log: Log;
  /** Milliseconds that a query has with all its fetches, and what completes one event of a subscription; 30 s by default. */
  timeoutMs?: number;
};

export const createExecutor = ({ timeoutMs = 30_000, ...options }: ExecutorOptions): Executor => {
  const begin = (operation: PlannedOperation, request: OperationRequest, isRaw = false): Run | ExecutionResult => {
    const { coerced, errors } = coerceVariables(operation, request.variables);
    if (!coerced) return { errors };
    const { variables, headers, signal } = request;
    const isMutation = operation.definition.operation === OperationTypeNode.MUTATION;
    return {
      subgraphs: options.subgraphs,
      log: options.log,
      headers,
      sent: { values: headers },
      // A mutation that has begun runs to its end, in all its subgraphs.
      signal: isMutation && !signal?.aborted ? undefined : signal,
      deadline: isMutation ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs,
      isRaw,
      variables: coerced,
      rawVariables: variables,
      data: {},
      errors: operation.refusals?.() ?? [],
    };
  };
  return {
    execute: async (operation, request) => {
      const run = begin(operation, request);
      if (!isRun(run)) return run;
      await operation.run(run);
      return answer(operation, run);
    },
    answer: async (operation, request) => {
      const run = begin(operation, request, allTakeText(options.subgraphs));
      if (!isRun(run)) return run;
      await operation.run(run);
      const text = run.errors.length === 0 ? operation.write(run.data, run.isRaw) : null;
      if (text !== null) return { text: `{"data":${text}}\n`, encoding: run.isRaw ? 'latin1' : 'utf8' };
      return answer(operation, run.isRaw ? { ...run, data: decodeRaw(run.data) } : run);
    },
    subscribe: async (operation, request) => {
      const run = begin(operation, request);
      return isRun(run) ? operation.subscription!.open(run) : run;
    },
    complete: async (operation, request, event) => {
      const run = begin(operation, request);
      if (!isRun(run)) return run;
      operation.subscription!.receive(run, event);
      if (event.data) await operation.run(run);
      return answer(operation, run);
    },
  };
};

/** Whether all data sources can give raw values; one in this process gives objects. */
const allTakeText = (subgraphs: Readonly<Record<string, DataSource>>): boolean => {
  for (const name in subgraphs) if (!subgraphs[name]!.send) return false;
  return true;
};

const isRun = (run: Run | ExecutionResult): run is Run => 'rawVariables' in run;

const answer = (operation: PlannedOperation, run: Run): ExecutionResult => {
  const { data, violations } = operation.shape(run.data, operation.introspect(run.rawVariables));
  if (run.errors.length === 0 && violations.length === 0) return { data };
  return { data, errors: clientErrors(data, run.errors, violations, operation.clientKey) };
};
