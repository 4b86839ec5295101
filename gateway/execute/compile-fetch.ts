import type { FetchNode } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import { ask, pickVariables, subgraphQuery, variablesText } from './ask.ts';
import { compileContextFetch } from './context-fetch.ts';
import { compileEntityFetch } from './entity-fetch.ts';
import { failedFetch, subgraphErrors } from './fetch-errors.ts';
import { merge } from './merge.ts';
import { rootResponseKeys } from './response-keys.ts';
import { compileRewrites } from './rewrites.ts';
import { compileRows, type PlanPath } from './rows.ts';
import type { Row, Run, Step } from './run.ts';
import type { SharedKeys } from './shared-keys.ts';
import { askOnce, type Twins } from './twin-fetches.ts';

/** Compiles a Fetch: with `requires` it asks for entities, without for fields of a root type. */
export const compileFetch = (
  node: FetchNode,
  supergraph: Supergraph,
  path: PlanPath,
  { sharedKeys, twins }: { sharedKeys: SharedKeys; twins: Twins },
): Step => {
  if (!node.requires) return compileRootFetch(node, supergraph, path);
  if (node.contextRewrites?.length) return compileContextFetch(node, supergraph, path, sharedKeys(node));
  const question = twins.get(node);
  const askFor = question === undefined ? ask : askOnce(question);
  return compileEntityFetch(node, supergraph, path, { shared: sharedKeys(node), askFor });
};

const compileRootFetch = (node: FetchNode, supergraph: Supergraph, path: PlanPath): Step => {
  const query = subgraphQuery(node);
  const receive = compileReceive(node, query.document, supergraph, path);
  const finder = compileRows(path, supergraph);
  return async (run) => {
    if (finder.rows(run.data).length === 0) return;
    receive(run, await ask(run, query, { values: () => pickVariables(run, query), text: () => variablesText(run, query) }));
  };
};

/** What a root fetch (or a subscription's event) brings: merged into every row at its path, errors with the client's paths. */
export const compileReceive = (node: FetchNode, document: DocumentNode, supergraph: Supergraph, path: PlanPath) => {
  const finder = compileRows(path, supergraph);
  const rewrite = compileRewrites(node.outputRewrites, supergraph);
  const keys = rootResponseKeys(document);
  const errors = subgraphErrors(node);
  return (run: Run, result: ExecutionResult | Error): void => {
    const places = () => [...finder.paths(run.data).values()].flat();
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
