import type { ExecutionResult } from 'graphql';
import type { Subgraph, SubgraphHeaders, SubgraphRequest } from '#kit/subgraph.ts';
import { toByteText } from './byte-text.ts';

/** What subgraphs hear of a client's request, and how a link wrote it: once for all fetches of the request. */
export type SentHeaders = { readonly values: SubgraphHeaders; text?: string; json?: string; lines?: string[] };

/**
 * Reads an answer that has nothing but data, in byte text, to raw values (raw-json.ts). Null for one that is
 * written otherwise than expected.
 */
export type ReadAnswer = (json: string) => ExecutionResult | null;

/** When the whole operation's time is over, on the clock of `performance.now()`; it holds beside the source's own deadline. */
type Deadline = { deadline?: number };

/** A question to a subgraph whose body is written already, as byte text. */
export type TextRequest = Deadline & {
  /** The body up to the variables: `{"query":…,"operationName":…,"variables":`. */
  start: string;
  /** The variables as JSON. */
  variables: string;
  headers: SentHeaders;
  signal?: AbortSignal;
  isMutation: boolean;
  /** Whether the answer's data shall be raw values (raw-json.ts); its errors are never. */
  raw: boolean;
  /** Reads the answers that are as expected. */
  read?: ReadAnswer;
};

/**
 * A subgraph as the executor asks it. One that speaks HTTP takes texts, so that nothing is written as JSON
 * twice; one in this process takes objects.
 */
export type DataSource = Omit<Subgraph, 'execute'> & {
  execute: (request: SubgraphRequest & Deadline) => Promise<ExecutionResult>;
  /** Asks by text; rejects when the subgraph does not answer. */
  send?: (request: TextRequest) => Promise<ExecutionResult>;
};

/** The body of a question up to its variables, as byte text. */
export const startOfBody = (query: string, operationName: string | undefined): string =>
  toByteText(
    `{"query":${JSON.stringify(query)}${operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`},"variables":`,
  );
