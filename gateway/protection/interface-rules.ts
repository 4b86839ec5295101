import { type DocumentNode, Kind } from 'graphql';
import type { Requirement } from './access-rules.ts';

/** Requirements by place: `Type` and `Type.field`. */
type Rules = ReadonlyMap<string, readonly Requirement[]>;

/**
 * The rules of a supergraph as rules of its object types alone.
 *
 * Composition since federation 2.12 writes on an interface, and on its fields, what its types require together: each type has
 * its own part of it, so there is nothing to add. Before, a subgraph could write rules there itself, and only there (an
 * `@interfaceObject` in particular): what does not follow from the types' own rules is such a rule, and holds for all of them.
 */
export const rulesOfObjects = (document: DocumentNode, rules: Rules): Rules => {
  const types = implementationsIn(document);
  const found = new Map(rules);
  for (const node of document.definitions) {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const end of ['', ...(node.fields ?? []).map(({ name }) => `.${name.value}`)]) {
      const places = (types.get(node.name.value) ?? []).map((type) => `${type}${end}`);
      const own = places.flatMap((place) => rules.get(place) ?? []);
      const written = (rules.get(`${node.name.value}${end}`) ?? []).filter((rule) => !follows(rule, own));
      found.delete(`${node.name.value}${end}`);
      if (written.length > 0) for (const place of places) found.set(place, [...(found.get(place) ?? []), ...written]);
    }
  }
  return found;
};

/** The object types of each interface. */
const implementationsIn = (document: DocumentNode): ReadonlyMap<string, readonly string[]> => {
  const types = new Map<string, string[]>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name } of node.interfaces ?? []) types.set(name.value, [...(types.get(name.value) ?? []), node.name.value]);
  }
  return types;
};

/** Beyond so many ways to meet rules together it is not found out whether another follows. */
const WAYS = 1_000;

/** Whether whoever meets all of the others meets the rule, too. */
const follows = (rule: Requirement, others: readonly Requirement[]): boolean => {
  const alike = [...new Map(others.filter(({ kind }) => kind === rule.kind).map((other) => [other.id, other])).values()];
  if (alike.length === 0) return false;
  if (rule.kind === 'authenticated') return true;
  let ways: readonly (readonly string[])[] = [[]];
  for (const other of alike) {
    if (other.kind === 'authenticated') continue;
    ways = distinct(ways.flatMap((way) => other.anyOf.map((all) => [...way, ...all])));
    if (ways.length > WAYS) return false;
  }
  return ways.every((way) => rule.anyOf.some((all) => all.every((name) => way.includes(name))));
};

const distinct = (ways: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const sorted = ways.map((way) => [...new Set(way)].sort());
  return [...new Map(sorted.map((way) => [JSON.stringify(way), way])).values()];
};
