import type { FetchNode } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import { pickVariables, subgraphQuery } from '../execute/ask.ts';
import { compileReceive } from '../execute/compile-fetch.ts';
import { subgraphErrors } from '../execute/fetch-errors.ts';
import { everyRoot } from '../execute/rows.ts';
import { isRow, type Run } from '../execute/run.ts';
import type { SubscriptionField } from '../subscription-fields.ts';
import type { Supergraph } from '../supergraph.ts';
import { type Followable, POSITION } from './followable.ts';

/** The primary fetch of a subscription as functions. */
export type CompiledSubscription = {
  subgraph: string;
  /** What the subgraph is asked. */
  query: string;
  /** The response key of the root field. */
  key: string;
  field: SubscriptionField;
  /** Where the client wants a feed to begin, from its coerced variables. */
  firstAfter: (variables: Record<string, unknown>) => unknown;
  /** Subscribes upstream; a feed begins after `run.rawVariables[AFTER]`. Rejects when the subgraph cannot be reached. */
  open: (run: Run) => Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** Takes an event in, as the data that the rest of the plan starts from. */
  receive: (run: Run, event: ExecutionResult) => void;
  /** The errors of a subscription that its subgraph refused. */
  refusal: (event: ExecutionResult) => ExecutionResult;
  /** The version or cursor of an event; undefined when it has none. */
  positionOf: (event: ExecutionResult) => unknown;
};

/** Compiles the fetch that a subscription begins with. `open` rejects, too, when its subgraph has no data source. */
export const compileSubscription = (
  primary: FetchNode,
  { key, field, firstAfter }: Followable,
  supergraph: Supergraph,
): CompiledSubscription => {
  const query = subgraphQuery(primary);
  const errors = subgraphErrors(primary);
  return {
    refusal: (event) => ({ errors: errors(event.errors ?? [], () => []) }),
    subgraph: query.subgraph,
    query: query.query,
    key,
    field,
    firstAfter,
    receive: compileReceive(primary, query.document, supergraph, everyRoot),
    open: async (run) => {
      const subgraph = run.subgraphs[query.subgraph];
      if (!subgraph) throw new Error(`There is no data source for the subgraph "${query.subgraph}".`);
      const { document, operationName } = query;
      return subgraph.subscribe({
        query: query.query,
        document,
        operationName,
        variables: pickVariables(run, query),
        headers: run.headers,
        signal: run.signal,
      });
    },
    positionOf: (event) => {
      const value = event.data?.[key];
      return isRow(value) ? (value[POSITION] ?? undefined) : undefined;
    },
  };
};
