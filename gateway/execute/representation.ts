import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Supergraph } from '../supergraph.ts';
import { merge } from './merge.ts';
import { compileRewrites } from './rewrites.ts';
import { isRow, type Row } from './run.ts';

/** Reads from an object of the answer what a subgraph needs to find the entity; null when it lacks something or is of another type. */
export type Projection = (row: Row) => Row | null;

const MISSING = Symbol('missing');
type Select = (value: unknown) => unknown;

/** Compiles `requires` and the input rewrites of a fetch. What a failed fetch left out is missing, and a representation is never sent in part. */
export const compileRepresentation = (
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  supergraph: Supergraph,
): Projection => {
  const select = compileSelections(requires, supergraph);
  const rewrite = compileRewrites(rewrites, supergraph);
  return (row) => {
    const representation = select(row);
    if (!isRow(representation) || !representation.__typename) return null;
    rewrite(representation);
    return representation;
  };
};

const compileSelections = (selections: readonly QueryPlanSelectionNode[], supergraph: Supergraph): Select => {
  const parts = selections.map((selection) => compileSelection(selection, supergraph));
  const select: Select = (value) => {
    if (Array.isArray(value)) return selectEach(value, select);
    if (!isRow(value)) return value;
    const selected: Row = {};
    for (const part of parts) if (!part(value, selected)) return MISSING;
    return selected;
  };
  return select;
};

const selectEach = (values: readonly unknown[], select: Select): unknown => {
  const selected = values.map(select);
  return selected.includes(MISSING) ? MISSING : selected;
};

/** Adds one selection of `value` to `selected`; false when it is missing. */
type Part = (value: Row, selected: Row) => boolean;

const compileSelection = (selection: QueryPlanSelectionNode, supergraph: Supergraph): Part => {
  if (selection.kind === 'InlineFragment')
    return compileFragment(selection.typeCondition, compileSelections(selection.selections, supergraph), supergraph);
  const key = selection.alias ?? selection.name;
  const select = selection.selections ? compileSelections(selection.selections, supergraph) : null;
  return (value, selected) => {
    if (!Object.hasOwn(value, key) || value[key] === undefined) return false;
    const found = select ? select(value[key]) : value[key];
    if (found === MISSING) return false;
    selected[key] = found;
    return true;
  };
};

const compileFragment =
  (typeCondition: string | undefined, select: Select, supergraph: Supergraph): Part =>
  (value, selected) => {
    if (typeCondition && !(typeof value.__typename === 'string' && supergraph.isOfType(value.__typename, typeCondition))) return true;
    const found = select(value);
    if (!isRow(found)) return false;
    merge(selected, found, supergraph);
    return true;
  };
