import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Log } from '#kit/log.ts';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { DataSource, SentHeaders } from '../sources/data-source.ts';

/** An object of the answer while it is being gathered: fields under their response keys, as subgraphs sent them. */
export type Row = Record<string, unknown>;

/** One execution of a compiled plan: what came with the request, and what has been gathered so far. */
export type Run = {
  subgraphs: Readonly<Record<string, DataSource>>;
  /** Coerced by the API schema, defaults filled in; conditions read these. */
  variables: Readonly<Record<string, unknown>>;
  /** As the client sent them; subgraphs get these. */
  rawVariables: Readonly<Record<string, unknown>>;
  headers: SubgraphHeaders;
  /** The same for links. */
  sent: SentHeaders;
  signal?: AbortSignal;
  /** When the time for all that is asked of subgraphs is over, on the clock of `performance.now()`. */
  deadline: number;
  /** Whether what subgraphs sent are raw values (sources/raw-json.ts). */
  isRaw: boolean;
  log: Log;
  /** The root object; the shape is that of the client's answer plus what entity fetches need. */
  data: Row;
  /** With paths of the client's answer. */
  errors: GraphQLError[];
  /** The answers to questions that several fetches may ask (twin-fetches.ts), of plans that have such. */
  twinAnswers?: Map<string, Promise<ExecutionResult | Error>>;
};

/** A compiled node of a plan. Never rejects for what a subgraph does: that becomes an error in the run. */
export type Step = (run: Run) => Promise<void>;

export const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
