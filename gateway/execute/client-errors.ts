import { GraphQLError } from 'graphql';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { EVERY_ITEM } from '../protection/refusals.ts';
import type { Violation } from './complete-value.ts';
import { isRow, type Row } from './run.ts';

type Path = readonly (string | number)[];
type ClientKey = (key: string | number) => string | number;

/**
 * The errors of an answer (GraphQL §7.1.2): those of fetches, cut to places that the answer has and named once each, and those of
 * values that did not fit. A null that is not allowed gets an error only when no fetch's error explains it.
 */
export const clientErrors = (
  data: Row | null,
  fetched: readonly GraphQLError[],
  violations: readonly Violation[],
  clientKey: ClientKey,
): GraphQLError[] => {
  const known = new Map<string, GraphQLError>();
  const named = inClientKeys(fetched, clientKey);
  for (const error of named) {
    const visible = error.path ? withPath(error, visiblePath(data, error.path)) : error;
    const identity = JSON.stringify([visible.path, visible.message, visible.extensions.code]);
    if (!known.has(identity)) known.set(identity, visible);
  }
  const errors = [...known.values()];
  const unexplained = violations.filter(({ isNull, path }) => !isNull || !named.some((error) => isRelated(error.path, path)));
  return [...errors, ...unexplained.map(violationError)];
};

/** What an operation that is not executed refuses, at the client's paths. */
export const clientRefusals = ({ refusals, clientKey }: Pick<PlannedOperation, 'refusals' | 'clientKey'>): GraphQLError[] =>
  inClientKeys(refusals?.() ?? [], clientKey);

/** Errors at paths of the planned operation, at those of the client's. */
const inClientKeys = (errors: readonly GraphQLError[], clientKey: ClientKey): GraphQLError[] =>
  errors.map((error) => (error.path ? withPath(error, error.path.map(clientKey)) : error));

const violationError = ({ message, path }: Violation): GraphQLError =>
  new GraphQLError(message, { path, extensions: { code: 'INTERNAL_SERVER_ERROR', isShape: true } });

const withPath = (error: GraphQLError, path: Path): GraphQLError =>
  new GraphQLError(error.message, {
    path: path.length > 0 ? path : undefined,
    extensions: error.extensions,
    originalError: error.originalError,
  });

/**
 * The part of the path that stands in the answer: whole when it leads to a value or through a null, else up to the last object that has it.
 */
const visiblePath = (data: Row | null, path: Path): Path => {
  let value: unknown = data;
  for (let index = 0; index < path.length; index++) {
    if (value === null) return path;
    const key = path[index]!;
    if (key === EVERY_ITEM && Array.isArray(value)) return path;
    if (!(Array.isArray(value) || isRow(value)) || !Object.hasOwn(value, key)) return path.slice(0, index);
    value = (value as Row)[key as string];
  }
  return path;
};

/** One path leads to or through the other's place. An error without a path is about everything. */
const isRelated = (error: Path | undefined, place: Path): boolean =>
  !error || error.slice(0, place.length).every((key, index) => key === place[index] || key === EVERY_ITEM);
