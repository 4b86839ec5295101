import type { FetchNode } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import { type Ask, pickVariables, type SubgraphQuery, subgraphQuery, variablesText } from './ask.ts';
import { failedFetch, subgraphErrors } from './fetch-errors.ts';
import { compileMergeEntity } from './merge-entity.ts';
import { compileRepresentation, type Representation } from './representation.ts';
import { entityResponseKeys } from './response-keys.ts';
import { compileRows, type PlanPath, type ResponsePath } from './rows.ts';
import { isRow, type Row, type Run, type Step } from './run.ts';

/** The distinct representations of a fetch as JSON, and the rows that wait for each. */
export type Batch = { texts: string[]; waiting: Row[][] };

/** Compiles a fetch of `_entities`: equal representations are sent once, and the answer goes to every row that waits for it. */
export const compileEntityFetch = (
  node: FetchNode,
  supergraph: Supergraph,
  path: PlanPath,
  { shared, askFor }: { shared: ReadonlySet<string>; askFor: Ask },
): Step => {
  const query = subgraphQuery(node);
  const finder = compileRows(path, supergraph);
  const representation = compileRepresentation(node.requires ?? [], node.inputRewrites, supergraph);
  const receive = compileReceiveEntities(node, query.document, supergraph, shared);
  return async (run) => {
    const batch = batchOf(finder.rows(run.data), representation, run.isRaw);
    if (batch.texts.length === 0) return;
    const result = await askFor(run, query, {
      values: () => ({ ...pickVariables(run, query), representations: batch.waiting.map(([row]) => representation.project(row!)) }),
      text: () => `${startOfVariables(run, query)}"representations":[${batch.texts.join(',')}]}`,
    });
    receive(run, batch, result, () => placesOf(batch, finder.paths(run.data)));
  };
};

/** The client's variables as the begin of a JSON object. */
export const startOfVariables = (run: Run, query: SubgraphQuery): string => {
  const picked = variablesText(run, query);
  return picked === '{}' ? '{' : `${picked.slice(0, -1)},`;
};

export const batchOf = (rows: readonly Row[], { text, onlyKey }: Representation, isRaw: boolean): Batch => {
  const batch: Batch = { texts: [], waiting: [] };
  const byText = new Map<string, Row[]>();
  /** Rows of one type with one key are told apart by it alone, which saves writing each. */
  const byKey = new Map<string, Row[]>();
  const typename = rows[0]?.__typename;
  for (const row of rows) {
    const key = onlyKey?.(row, typename);
    const known = key === undefined ? undefined : byKey.get(key);
    const written = known ? '' : text(row, isRaw);
    if (written === null) continue;
    const same = known ?? (key === undefined ? byText.get(written) : undefined);
    if (same) {
      same.push(row);
      continue;
    }
    const waiting = [row];
    if (key === undefined) byText.set(written, waiting);
    else byKey.set(key, waiting);
    batch.texts.push(written);
    batch.waiting.push(waiting);
  }
  return batch;
};

/** Where the rows of each representation stand in the client's answer. */
export const placesOf = (batch: Batch, paths: Map<Row, ResponsePath[]>): ResponsePath[][] =>
  batch.waiting.map((rows) => [...new Set(rows)].flatMap((row) => paths.get(row) ?? []));

/** `key` is the one under which the entities stand in the result. */
type Receive = (run: Run, batch: Batch, result: ExecutionResult | Error, places: () => ResponsePath[][], key?: string) => void;

const ENTITIES = '_entities';

/**
 * What a fetch of entities brings: merged into the rows that wait for each, errors with their paths. Another
 * number of entities is a failed fetch.
 */
export const compileReceiveEntities = (
  node: FetchNode,
  document: DocumentNode,
  supergraph: Supergraph,
  shared: ReadonlySet<string>,
): Receive => {
  const mergeEntity = compileMergeEntity(node, document, supergraph, shared);
  const keys = entityResponseKeys(document);
  const errors = subgraphErrors(node);
  return (run, batch, result, places, key = ENTITIES) => {
    if (result instanceof Error) {
      run.errors.push(...failedFetch(node.serviceName, result, places().flat(), keys));
      return;
    }
    const own = result.errors?.filter(({ path }) => key === ENTITIES || !path || path[0] === key) ?? [];
    if (own.length > 0) run.errors.push(...errors(own, clientPaths(places(), key)));
    const entities = entitiesOf(result, batch, key);
    if (entities instanceof Error) {
      run.errors.push(...failedFetch(node.serviceName, entities, places().flat(), keys));
      return;
    }
    if (!entities) return;
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index];
      if (isRow(entity)) mergeEntity(entity, batch.waiting[index]!);
    }
  };
};

/**
 * `["_entities", 2, "price"]` in the subgraph is `price` of every row of the third representation; an error elsewhere is one of all rows.
 */
const clientPaths =
  (places: ResponsePath[][], key: string) =>
  (at: ResponsePath): ResponsePath[] => {
    const index = at[1];
    if (at[0] !== key || typeof index !== 'number') return places.flat();
    return (places[index] ?? []).map((place) => [...place, ...at.slice(2)]);
  };

const entitiesOf = (result: ExecutionResult, batch: Batch, key: string): unknown[] | null | Error => {
  const entities = result.data?.[key];
  if (Array.isArray(entities) && entities.length === batch.texts.length) return entities;
  if (result.errors?.length && (entities === undefined || entities === null)) return null;
  return new Error(`Expected ${batch.texts.length} entities in the subgraph's answer.`);
};
