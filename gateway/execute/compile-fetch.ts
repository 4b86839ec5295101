import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, type ExecutionResult, parse } from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import { compileEntityFetch } from './entity-fetch.ts';
import { failedFetch, subgraphErrors } from './fetch-errors.ts';
import { merge } from './merge.ts';
import { rootResponseKeys } from './response-keys.ts';
import { compileRewrites } from './rewrites.ts';
import { compileRows, type PlanPath } from './rows.ts';
import type { Row, Run, Step } from './run.ts';

/** A fetch without its place in the plan: what is asked of which subgraph. */
export type SubgraphQuery = {
  subgraph: string;
  query: string;
  document: DocumentNode;
  operationName?: string;
  variableNames: readonly string[];
};

/** Compiles a Fetch: with `requires` it asks for entities, without for fields of a root type. */
export const compileFetch = (node: FetchNode, supergraph: Supergraph, path: PlanPath): Step =>
  node.requires ? compileEntityFetch(node, supergraph, path) : compileRootFetch(node, supergraph, path);

export const subgraphQuery = (node: FetchNode): SubgraphQuery => ({
  subgraph: node.serviceName,
  query: node.operation,
  document: parse(node.operation, { noLocation: true }),
  operationName: node.operationName,
  variableNames: node.variableUsages ?? [],
});

const compileRootFetch = (node: FetchNode, supergraph: Supergraph, path: PlanPath): Step => {
  const query = subgraphQuery(node);
  const receive = compileReceive(node, query.document, supergraph, path);
  const finder = compileRows(path, supergraph);
  return async (run) => {
    if (finder.rows(run.data).length === 0) return;
    const result = await ask(run, query, pickVariables(run, query));
    receive(run, result);
  };
};

/** What a root fetch (or a subscription's event) brings: merged into every row at its path, errors with the client's paths. */
export const compileReceive = (node: FetchNode, document: DocumentNode, supergraph: Supergraph, path: PlanPath) => {
  const finder = compileRows(path, supergraph);
  const rewrite = compileRewrites(node.outputRewrites, supergraph);
  const keys = rootResponseKeys(document);
  const errors = subgraphErrors(node);
  return (run: Run, result: ExecutionResult | Error): void => {
    const places = () => [...finder.paths(run.data).values()];
    if (result instanceof Error) {
      run.errors.push(...failedFetch(node.serviceName, result, places(), keys));
      return;
    }
    if (result.errors) run.errors.push(...errors(result.errors, (at) => places().map((place) => [...place, ...at])));
    if (!result.data) return;
    rewrite(result.data);
    for (const [index, row] of finder.rows(run.data).entries()) merge(row, result.data as Row, supergraph, index > 0);
  };
};

/** The client's variables that the fetch uses; those the client left out stay out, so that defaults hold. */
export const pickVariables = (run: Run, { variableNames }: SubgraphQuery): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const name of variableNames) {
    if (Object.hasOwn(run.rawVariables, name) && run.rawVariables[name] !== undefined) picked[name] = run.rawVariables[name];
  }
  return picked;
};

/** Asks a subgraph; a subgraph that does not answer is returned as the Error, not thrown. */
export const ask = async (
  run: Run,
  { subgraph, query, document, operationName }: SubgraphQuery,
  variables: Record<string, unknown>,
): Promise<ExecutionResult | Error> => {
  const source = run.subgraphs[subgraph];
  if (!source) return new Error(`There is no data source for the subgraph "${subgraph}".`);
  try {
    return await source.execute({ query, document, operationName, variables, headers: run.headers, signal: run.signal });
  } catch (error) {
    if (!run.signal?.aborted) run.log.warn({ err: error, subgraph }, 'a subgraph does not answer');
    return error instanceof Error ? error : new Error(String(error));
  }
};
