import type { Supergraph } from '../supergraph.ts';
import { isRow, type Row } from './run.ts';

/** A plan's path: response keys, `@` for "each element", and type conditions as `key|[A,B]`. */
export type PlanPath = readonly string[];
export type ResponsePath = readonly (string | number)[];

/** The path of the root object itself. */
export const everyRoot: PlanPath = [];

type Hop = { key: string; isWanted: ((value: unknown) => boolean) | null };
type Visit = (row: Row, path: readonly (string | number)[]) => void;

/** Finds the objects at a plan's path. Lists are passed through, with `@` or without; nulls and other types are left out. */
export type RowFinder = {
  rows: (root: Row) => Row[];
  /** Where each of the rows stands in the client's answer, which may be several places; for errors, so it may be slow. */
  paths: (root: Row) => Map<Row, ResponsePath[]>;
};

export const compileRows = (path: PlanPath, supergraph: Supergraph): RowFinder => {
  const hops = path.map((element) => parseHop(element, supergraph)).filter(({ key, isWanted }) => key !== '' || isWanted);
  return {
    rows: (root) => hops.reduce(advance, [root]).flatMap(objectsIn),
    paths: (root) => {
      const found = new Map<Row, ResponsePath[]>();
      walk(root, hops, 0, [], (row, at) => {
        const known = found.get(row);
        if (known) known.push([...at]);
        else found.set(row, [[...at]]);
      });
      return found;
    },
  };
};

const parseHop = (element: string, supergraph: Supergraph): Hop => {
  const start = element.indexOf('|[');
  if (start < 0) return { key: element, isWanted: null };
  const types = element.slice(start + 2, -1).split(',');
  return {
    key: element.slice(0, start),
    isWanted: (value) => isRow(value) && types.some((type) => supergraph.isOfType(String(value.__typename), type)),
  };
};

/** One hop for all values at once. */
const advance = (values: unknown[], { key, isWanted }: Hop): unknown[] => {
  const next: unknown[] = [];
  const take = (value: unknown): void => {
    if (value !== null && value !== undefined && (!isWanted || isWanted(value))) next.push(value);
  };
  if (key === '@') {
    for (const value of values) if (Array.isArray(value)) for (const element of value) take(element);
    return next;
  }
  for (const value of values) {
    if (Array.isArray(value)) next.push(...advance(value, { key, isWanted }));
    else if (isRow(value)) take(key === '' ? value : key in Object.prototype && !Object.hasOwn(value, key) ? undefined : value[key]);
  }
  return next;
};

const objectsIn = (value: unknown): Row[] => (Array.isArray(value) ? value.flatMap(objectsIn) : isRow(value) ? [value] : []);

const walk = (value: unknown, hops: readonly Hop[], index: number, path: (string | number)[], visit: Visit): void => {
  if (Array.isArray(value)) {
    const next = hops[index]?.key === '@' ? index + 1 : index;
    for (let at = 0; at < value.length; at++) {
      path.push(at);
      if (next === index || isWanted(value[at], hops[index]!)) walk(value[at], hops, next, path, visit);
      path.pop();
    }
    return;
  }
  if (!isRow(value)) return;
  const hop = hops[index];
  if (!hop) visit(value, path);
  if (!hop || hop.key === '@') return;
  const child = hop.key === '' ? value : Object.hasOwn(value, hop.key) ? value[hop.key] : undefined;
  if (!isWanted(child, hop)) return;
  if (hop.key !== '') path.push(hop.key);
  walk(child, hops, index + 1, path, visit);
  if (hop.key !== '') path.pop();
};

const isWanted = (value: unknown, { isWanted: matches }: Hop): boolean => !matches || matches(value);
