import { type GraphQLObjectType, type GraphQLSchema, isUnionType } from 'graphql';
import type { FederatedTypes } from './federated-types.ts';
import type { Thing, Universe } from './universe.ts';

/** A Thing with the one that the answer has it in. */
export type Placed = Thing & { above?: Placed };

/** The arguments that a field of an object gets from the objects above it (`@fromContext`), as a monolith would have them. */
export const contextArguments = (
  universe: Universe,
  subgraphs: readonly FederatedTypes[],
  thing: Placed,
  field: string,
): Record<string, unknown> => {
  const given: Record<string, unknown> = {};
  for (const types of subgraphs) {
    for (const [name, { context, selection }] of types.get(thing.__typename)?.fields.get(field)?.fromContext ?? []) {
      let above = thing.above;
      while (above && !setsContext(above.__typename, context, types, universe.whole)) above = above.above;
      given[name] = above ? valueOf(universe.select(above, selection)) : null;
    }
  }
  return given;
};

const setsContext = (typeName: string, context: string, types: FederatedTypes, whole: GraphQLSchema): boolean => {
  const interfaces = (whole.getType(typeName) as GraphQLObjectType).getInterfaces().map(({ name }) => name);
  const unions = Object.values(whole.getTypeMap()).filter(
    (type) => isUnionType(type) && type.getTypes().some(({ name }) => name === typeName),
  );
  return [typeName, ...interfaces, ...unions.map(({ name }) => name)].some((name) => types.get(name)?.contexts.has(context));
};

/** What one field selects, however deep it stands. */
const valueOf = (selected: unknown): unknown => {
  if (Array.isArray(selected)) return selected.map(valueOf);
  if (typeof selected !== 'object' || selected === null) return selected;
  const [only] = Object.values(selected);
  return only === undefined ? null : valueOf(only);
};
