import type { Supergraph } from '../supergraph.ts';
import { isRow, type Row } from './run.ts';

/** A plan's path: response keys, `@` for "each element", and type conditions as `key|[A,B]`. */
export type PlanPath = readonly string[];
export type ResponsePath = readonly (string | number)[];

/** The path of the root object itself. */
export const everyRoot: PlanPath = [];

type Hop = { key: string; types: readonly string[] | null };
type Visit = (row: Row, path: readonly (string | number)[]) => void;

/** Finds the objects at a plan's path. Lists are passed through, with `@` or without; nulls and other types are left out. */
export type RowFinder = {
  rows: (root: Row) => Row[];
  /** Where each of the rows stands in the client's answer; for errors, so it may be slow. */
  paths: (root: Row) => Map<Row, ResponsePath>;
};

export const compileRows = (path: PlanPath, supergraph: Supergraph): RowFinder => {
  const hops = path.map(parseHop).filter(({ key, types }) => key !== '' || types);
  return {
    rows: (root) => {
      const found: Row[] = [];
      walk(root, hops, 0, supergraph, null, (row) => found.push(row));
      return found;
    },
    paths: (root) => {
      const found = new Map<Row, ResponsePath>();
      walk(root, hops, 0, supergraph, [], (row, at) => found.set(row, [...at]));
      return found;
    },
  };
};

const parseHop = (element: string): Hop => {
  const start = element.indexOf('|[');
  return start < 0 ? { key: element, types: null } : { key: element.slice(0, start), types: element.slice(start + 2, -1).split(',') };
};

const walk = (
  value: unknown,
  hops: readonly Hop[],
  index: number,
  supergraph: Supergraph,
  path: (string | number)[] | null,
  visit: Visit,
): void => {
  if (Array.isArray(value)) {
    const next = hops[index]?.key === '@' ? index + 1 : index;
    for (let at = 0; at < value.length; at++) {
      path?.push(at);
      if (next === index || isWanted(value[at], hops[index]!, supergraph)) walk(value[at], hops, next, supergraph, path, visit);
      path?.pop();
    }
    return;
  }
  if (!isRow(value)) return;
  const hop = hops[index];
  if (!hop) visit(value, path ?? []);
  if (!hop || hop.key === '@') return;
  const child = hop.key === '' ? value : Object.hasOwn(value, hop.key) ? value[hop.key] : undefined;
  if (!isWanted(child, hop, supergraph)) return;
  if (hop.key !== '') path?.push(hop.key);
  walk(child, hops, index + 1, supergraph, path, visit);
  if (hop.key !== '') path?.pop();
};

const isWanted = (value: unknown, hop: Hop, supergraph: Supergraph): boolean =>
  !hop.types || (isRow(value) && hop.types.some((type) => supergraph.isOfType(String(value.__typename), type)));
