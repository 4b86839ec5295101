import type { Supergraph } from '../supergraph.ts';
import { isRow, type Row } from './run.ts';

/**
 * Merges what a subgraph sent into an object of the answer: objects field by field, lists of objects of one length element by element;
 * anything else replaces what was there, but null nothing: of subgraphs that share a field one may have failed, and which answers last is
 * chance.
 * With `copy`, nested objects are copied, so that rows which share one entity stay separate objects.
 */
export const merge = (target: Row, source: Row, supergraph: Supergraph, copy = false): void => {
  for (const key of Object.keys(source)) {
    const incoming = source[key];
    if (incoming === undefined) continue;
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    if (key === '__typename' && keepsTypename(present, incoming, supergraph)) continue;
    put(target, key, mergeValue(present, incoming, supergraph, copy));
  }
};

/** Merges a value into what is there already; see `merge`. */
export const mergeValue = (present: unknown, incoming: unknown, supergraph: Supergraph, copy: boolean): unknown => {
  if (isRow(present) && isRow(incoming)) {
    merge(present, incoming, supergraph, copy);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(incoming) && present.length === incoming.length && holdsRows(present)) {
    return incoming.map((element, index) => mergeValue(present[index], element, supergraph, copy));
  }
  if (incoming === null) return present ?? null;
  return copy ? structuredCopy(incoming) : incoming;
};

/** Lists of lists of objects are such, too. */
const holdsRows = (list: readonly unknown[]): boolean => list.some((each) => isRow(each) || (Array.isArray(each) && holdsRows(each)));

/** An object type that is known already is more than the interface an `@interfaceObject` subgraph answers. */
const keepsTypename = (present: unknown, incoming: unknown, supergraph: Supergraph): boolean =>
  typeof present === 'string' && present !== incoming && supergraph.isInterface(String(incoming)) && !supergraph.isInterface(present);

/** A copy of lists and objects, as deep as they go; all other values are the same. */
export const structuredCopy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isRow(value)) return value;
  const copied: Row = {};
  for (const key of Object.keys(value)) put(copied, key, structuredCopy(value[key]));
  return copied;
};

/** Sets an own property also when a client calls its field `__proto__`. */
export const put = (target: Row, key: string, value: unknown): void => {
  if (key === '__proto__') Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
};
