import type { FetchNode } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import { ask, pickVariables, subgraphQuery } from './compile-fetch.ts';
import { failedFetch, subgraphErrors } from './fetch-errors.ts';
import { merge } from './merge.ts';
import { compileRepresentation, type Projection } from './representation.ts';
import { entityResponseKeys } from './response-keys.ts';
import { compileRewrites } from './rewrites.ts';
import { compileRows, type PlanPath, type ResponsePath } from './rows.ts';
import { isRow, type Row, type Run, type Step } from './run.ts';

/** The distinct representations of a fetch, and the rows that wait for each. */
type Batch = { representations: Row[]; waiting: Row[][] };

/** Compiles a fetch of `_entities`: equal representations are sent once, and the answer goes to every row that waits for it. */
export const compileEntityFetch = (node: FetchNode, supergraph: Supergraph, path: PlanPath): Step => {
  const query = subgraphQuery(node);
  const finder = compileRows(path, supergraph);
  const project = compileRepresentation(node.requires ?? [], node.inputRewrites, supergraph);
  const receive = compileReceive(node, query.document, supergraph);
  return async (run) => {
    const batch = collect(finder.rows(run.data), project);
    if (batch.representations.length === 0) return;
    const result = await ask(run, query, { ...pickVariables(run, query), representations: batch.representations });
    receive(run, batch, result, () => placesOf(batch, finder.paths(run.data)));
  };
};

const collect = (rows: readonly Row[], project: Projection): Batch => {
  const batch: Batch = { representations: [], waiting: [] };
  const known = new Map<string, number>();
  for (const row of rows) {
    const representation = project(row);
    if (!representation) continue;
    const text = JSON.stringify(representation);
    const index = known.get(text);
    if (index !== undefined) {
      batch.waiting[index]!.push(row);
      continue;
    }
    known.set(text, batch.representations.push(representation) - 1);
    batch.waiting.push([row]);
  }
  return batch;
};

/** Where the rows of each representation stand in the client's answer. */
const placesOf = (batch: Batch, paths: Map<Row, ResponsePath>): ResponsePath[][] =>
  batch.waiting.map((rows) => rows.flatMap((row) => (paths.has(row) ? [paths.get(row)!] : [])));

type Receive = (run: Run, batch: Batch, result: ExecutionResult | Error, places: () => ResponsePath[][]) => void;

const compileReceive = (node: FetchNode, document: Parameters<typeof entityResponseKeys>[0], supergraph: Supergraph): Receive => {
  const rewrite = compileRewrites(node.outputRewrites, supergraph);
  const keys = entityResponseKeys(document);
  const errors = subgraphErrors(node);
  const mergeEntity = (entity: Row, rows: Row[]): void => {
    if (!entity.__typename) entity.__typename = rows[0]!.__typename;
    rewrite(entity);
    for (const [index, row] of rows.entries()) merge(row, entity, supergraph, index > 0);
  };
  return (run, batch, result, places) => {
    if (result instanceof Error) {
      run.errors.push(...failedFetch(node.serviceName, result, places().flat(), keys));
      return;
    }
    if (result.errors) run.errors.push(...errors(result.errors, clientPaths(places())));
    const entities = entitiesOf(result, batch);
    if (entities instanceof Error) {
      run.errors.push(...failedFetch(node.serviceName, entities, places().flat(), keys));
      return;
    }
    entities?.forEach((entity, index) => {
      if (isRow(entity)) mergeEntity(entity, batch.waiting[index]!);
    });
  };
};

/** `["_entities", 2, "price"]` in the subgraph is `price` of every row of the third representation; an error elsewhere is one of all rows. */
const clientPaths =
  (places: ResponsePath[][]) =>
  (at: ResponsePath): ResponsePath[] => {
    const index = at[1];
    if (at[0] !== '_entities' || typeof index !== 'number') return places.flat();
    return (places[index] ?? []).map((place) => [...place, ...at.slice(2)]);
  };

const entitiesOf = (result: ExecutionResult, batch: Batch): unknown[] | null | Error => {
  const entities = result.data?._entities;
  if (Array.isArray(entities) && entities.length === batch.representations.length) return entities;
  if (result.errors?.length && (entities === undefined || entities === null)) return null;
  return new Error(`Expected ${batch.representations.length} entities in the subgraph's answer.`);
};
