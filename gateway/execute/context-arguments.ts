import type { FetchNode } from '@apollo/query-planner';
import type { Supergraph } from '../supergraph.ts';
import type { ResponsePath } from './rows.ts';
import { isRow, type Row } from './run.ts';

/** Arguments that come from the objects above a row (federation, `@fromContext`), by the names of their variables. */
export type ContextArguments = Readonly<Record<string, unknown>>;

/** Reads them for the row at a place of the answer; null when a failed fetch left one out. */
export type ReadContext = (root: Row, place: ResponsePath) => ContextArguments | null;

/**
 * How many fields above the row the context is, what type it has there, and the fields from it to the value;
 * null where the type gives none (plan/complete-contexts.ts).
 */
type Source = { levels: number; type: string | null; keys: readonly string[] | null };

const MISSING = Symbol('missing');
const FRAGMENT = '... on ';

/** The names of the variables that a fetch gets from contexts. */
export const contextVariables = ({ contextRewrites = [] }: FetchNode): ReadonlySet<string> =>
  new Set(contextRewrites.map(({ renameKeyTo }) => renameKeyTo));

/**
 * Compiles `contextRewrites` of a fetch. Of several sources of one argument the nearest that has the right
 * type counts; without one the argument is null.
 */
export const compileContext = ({ contextRewrites = [], variableUsages = [] }: FetchNode, supergraph: Supergraph): ReadContext => {
  const sources = new Map<string, Source[]>();
  for (const { path, renameKeyTo } of contextRewrites) {
    if (!variableUsages.includes(renameKeyTo)) continue;
    sources.set(
      renameKeyTo,
      [...(sources.get(renameKeyTo) ?? []), parseSource(path)].sort((a, b) => a.levels - b.levels),
    );
  }
  const find = (candidates: readonly Source[], root: Row, place: ResponsePath): unknown => {
    for (const { levels, type, keys } of candidates) {
      const object = objectAbove(root, place, levels);
      if (!isRow(object)) continue;
      if (type === null || typeof object.__typename !== 'string' || supergraph.isOfType(object.__typename, type))
        return keys && valueAt(object, keys);
    }
    return null;
  };
  return (root, place) => {
    const given: Record<string, unknown> = {};
    for (const [variable, candidates] of sources) {
      const value = find(candidates, root, place);
      if (value === MISSING) return null;
      given[variable] = value;
    }
    return given;
  };
};

const parseSource = (path: readonly string[]): Source => {
  const levels = path.lastIndexOf('..') + 1;
  const [first, ...rest] = path.slice(levels);
  if (!first?.startsWith(FRAGMENT)) return { levels, type: null, keys: path.slice(levels) };
  return { levels, type: first.slice(FRAGMENT.length), keys: rest[0]?.startsWith(FRAGMENT) ? null : rest };
};

/** The object so many fields above a place; elements of lists are no fields. */
const objectAbove = (root: Row, place: ResponsePath, levels: number): unknown => {
  let end = place.length;
  for (let level = 0; level < levels; level++) {
    do end--;
    while (end >= 0 && typeof place[end] === 'number');
  }
  return place.slice(0, Math.max(end, 0)).reduce((value: unknown, key) => (value as Row | undefined)?.[key], root);
};

const valueAt = (value: unknown, keys: readonly string[]): unknown => {
  if (value === undefined) return MISSING;
  const [key, ...rest] = keys;
  if (key === undefined || value === null) return value;
  if (Array.isArray(value)) {
    const values = value.map((each) => valueAt(each, keys));
    return values.includes(MISSING) ? MISSING : values;
  }
  return Object.hasOwn(value as Row, key) ? valueAt((value as Row)[key], rest) : MISSING;
};
