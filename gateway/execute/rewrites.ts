import type { FetchDataRewrite } from '@apollo/query-planner';
import type { Supergraph } from '../supergraph.ts';
import { isRow, type Row } from './run.ts';

/** Changes an object in place, before it is sent to a subgraph or after it came from one. */
export type Rewrite = (value: unknown) => void;

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's rewrites: values set and keys renamed at paths of field names and `... on Type`. A renamer's path holds the
 * names before renaming, so the deepest go first.
 */
export const compileRewrites = (rewrites: readonly FetchDataRewrite[] | undefined, supergraph: Supergraph): Rewrite => {
  const deepestFirst = [...(rewrites ?? [])].sort((a, b) => b.path.length - a.path.length);
  const compiled = deepestFirst.map((rewrite) => atPath(rewrite.path.slice(0, -1), change(rewrite), supergraph));
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
};

const change = (rewrite: FetchDataRewrite): ((row: Row) => void) => {
  const key = rewrite.path.at(-1) ?? '';
  if (rewrite.kind === 'ValueSetter') {
    return (row) => {
      row[key] = rewrite.setValueTo;
    };
  }
  return (row) => {
    if (!Object.hasOwn(row, key)) return;
    row[rewrite.renameKeyTo] = row[key];
    delete row[key];
  };
};

const atPath = (path: readonly string[], apply: (row: Row) => void, supergraph: Supergraph): Rewrite => {
  const [first, ...rest] = path;
  const next = first === undefined ? null : atPath(rest, apply, supergraph);
  const type = first?.startsWith(FRAGMENT) ? first.slice(FRAGMENT.length) : null;
  const rewrite: Rewrite = (value) => {
    if (Array.isArray(value)) value.forEach(rewrite);
    else if (!isRow(value)) return;
    else if (!next) apply(value);
    else if (type === null) next(value[first!]);
    else if (typeof value.__typename !== 'string' || supergraph.isOfType(value.__typename, type)) next(value);
  };
  return rewrite;
};
