import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, type ExecutionResult, Kind, parse } from 'graphql';
import { clientVariable } from '../plan/own-variables.ts';
import { variablesTooDeep } from '../plan/variables.ts';
import { toByteText } from '../sources/byte-text.ts';
import { type ReadAnswer, startOfBody } from '../sources/data-source.ts';
import { contextVariables } from './context-arguments.ts';
import { createReader } from './read-answer.ts';
import type { Run } from './run.ts';

/** A fetch without its place in the plan: what is asked of which subgraph. */
export type SubgraphQuery = {
  subgraph: string;
  query: string;
  document: DocumentNode;
  operationName?: string;
  /** The client's variables that it uses. */
  variableNames: readonly string[];
  isMutation: boolean;
  /** The body of a request up to its variables. */
  start: string;
  /** Reads the answers that are as expected. */
  read: ReadAnswer;
};

/** What a fetch asks, read and written once for all operations of its plan. */
export const subgraphQuery = (node: FetchNode): SubgraphQuery => {
  const document = parse(node.operation, { noLocation: true });
  const fromContext = contextVariables(node);
  return {
    subgraph: node.serviceName,
    query: node.operation,
    document,
    operationName: node.operationName,
    variableNames: (node.variableUsages ?? []).filter((name) => !fromContext.has(name)),
    isMutation: document.definitions.some((each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === 'mutation'),
    start: startOfBody(node.operation, node.operationName),
    read: createReader(document),
  };
};

/** The client's variables that the fetch uses; those the client left out stay out, so that defaults hold. */
export const pickVariables = (run: Run, { variableNames }: SubgraphQuery): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const name of variableNames) {
    const given = clientVariable(name);
    if (Object.hasOwn(run.rawVariables, given) && run.rawVariables[given] !== undefined) picked[name] = run.rawVariables[given];
  }
  return picked;
};

/** The same as JSON; in byte text beside raw values. Throws a GraphQLError for what nests too deeply. */
export const variablesText = (run: Run, query: SubgraphQuery): string => {
  if (query.variableNames.length === 0) return '{}';
  const text = written(pickVariables(run, query));
  return run.isRaw ? toByteText(text) : text;
};

const written = (variables: Record<string, unknown>): string => {
  try {
    return JSON.stringify(variables);
  } catch (error) {
    throw error instanceof RangeError ? variablesTooDeep() : error;
  }
};

/** The variables of one question, in the form that the data source takes. */
export type AskedVariables = { text: () => string; values: () => Record<string, unknown> };

/** Asks a subgraph; a subgraph that does not answer is returned as the Error, not thrown. */
export type Ask = (run: Run, asked: SubgraphQuery, variables: AskedVariables) => Promise<ExecutionResult | Error>;

export const ask: Ask = (run, asked, variables) => {
  const source = run.subgraphs[asked.subgraph];
  if (!source) return Promise.resolve(new Error(`There is no data source for the subgraph "${asked.subgraph}".`));
  const { headers, signal, deadline } = run;
  const failed = (error: unknown): Error => {
    if (!signal?.aborted)
      run.log.warn({ err: error, subgraph: asked.subgraph, traceId: headers['x-request-id'] }, 'a subgraph does not answer');
    return error instanceof Error ? error : new Error(String(error));
  };
  if (source.send) {
    const { start, isMutation, read } = asked;
    const { sent, isRaw } = run;
    const text = isRaw ? variables.text() : toByteText(variables.text());
    return source.send({ start, variables: text, headers: sent, signal, deadline, isMutation, raw: isRaw, read }).catch(failed);
  }
  const { query, document, operationName } = asked;
  return source.execute({ query, document, operationName, variables: variables.values(), headers, signal, deadline }).catch(failed);
};
