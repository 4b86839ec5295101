import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { writeRaw } from '../sources/raw-json.ts';
import type { Supergraph } from '../supergraph.ts';
import { compileCode, quote } from './generated-code.ts';
import { writeText } from './json-text.ts';
import { merge } from './merge.ts';
import { compileRewrites } from './rewrites.ts';
import { isRow, type Row } from './run.ts';

/** Reads from an object of the answer what a subgraph needs to find the entity; null when it lacks something or is of another type. */
export type Representation = {
  project: (row: Row) => Row | null;
  /** The same as JSON; of rows of raw values in byte text. */
  text: (row: Row, isRaw: boolean) => string | null;
  /**
   * The one key that tells rows of this type apart; undefined of a row of another type, and of a key that is
   * no string. Null when there are several keys, or more is required.
   */
  onlyKey: OnlyKey | null;
};

type OnlyKey = (row: Row, typename: unknown) => string | undefined;

const MISSING = Symbol('missing');
type Select = (value: unknown) => unknown;

/**
 * Compiles `requires` and the input rewrites of a fetch. What a failed fetch left out is missing, and a
 * representation is never sent in part.
 */
export const compileRepresentation = (
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  supergraph: Supergraph,
): Representation => {
  const select = compileSelections(requires, supergraph);
  const rewrite = compileRewrites(rewrites, supergraph);
  const project = (row: Row): Row | null => {
    const representation = select(row);
    if (!isRow(representation) || !representation.__typename) return null;
    rewrite(representation);
    return representation;
  };
  const plain = rewrites?.length ? null : plainKeys(requires);
  return {
    project,
    text: plain ? compilePlain(plain, supergraph) : (row, isRaw) => textOf(project(row), isRaw),
    onlyKey: plain?.keys.length === 1 ? compileOnlyKey(plain.keys[0]!) : null,
  };
};

const textOf = (representation: Row | null, isRaw: boolean): string | null =>
  representation && (isRaw ? writeRaw(representation) : JSON.stringify(representation));

/** Scalars of one type, as most keys are. */
type PlainKeys = { type: string; keys: readonly string[] };

const plainKeys = (requires: readonly QueryPlanSelectionNode[]): PlainKeys | null => {
  const [only] = requires;
  if (requires.length !== 1 || only?.kind !== 'InlineFragment' || !only.typeCondition) return null;
  const keys = only.selections.map((each) => (each.kind === 'Field' && !each.selections && !each.alias ? each.name : null));
  const known = keys.filter((key) => key !== null && !(key in Object.prototype));
  if (known.length !== keys.length || !known.includes('__typename')) return null;
  return { type: only.typeCondition, keys: known.filter((key) => key !== '__typename') as string[] };
};

/** Generated code that writes such keys as JSON. Scalars may be of any kind; null is a value like others. */
const compilePlain = ({ type, keys }: PlainKeys, supergraph: Supergraph): Representation['text'] => {
  const starts = new Map<unknown, string>();
  const startOf = (typename: unknown): string | null => {
    if (typeof typename !== 'string' || !supergraph.isOfType(typename, type)) return null;
    const name = JSON.stringify(typename);
    const start = `{"__typename":${name}`;
    // By a copy: what was cut out of an answer would keep the whole of it.
    starts.set(JSON.parse(name), start);
    return start;
  };
  const lines = keys.map((key) => `x=r[${quote(key)}];if(x===undefined)return null;t+=${quote(`,${JSON.stringify(key)}:`)}+write(x);`);
  const code = `return (r,isRaw)=>{const write=isRaw?writeRaw:writeText;let x,t=starts.get(r.__typename);if(t===undefined)t=startOf(r.__typename);if(t===null)return null;${lines.join('')}return t+"}";};`;
  return compileCode({ starts, startOf, writeRaw, writeText }, code);
};

/** Code of its own, since rows of one fetch are made alike and those of all are not. */
const compileOnlyKey = (key: string): OnlyKey =>
  compileCode(
    {},
    `return (r,typename)=>{if(r.__typename!==typename)return undefined;const x=r[${quote(key)}];return typeof x==="string"?x:undefined;};`,
  );

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
