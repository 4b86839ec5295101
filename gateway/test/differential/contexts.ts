import { type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema, isUnionType } from 'graphql';
import type { FederatedTypes } from './federated-types.ts';
import { eachThing, type Thing, type Universe } from './universe.ts';

/** A Thing with the one that the answer has it in. */
type Placed = Thing & { above?: Placed };

/** Resolves all fields as a monolith of the universe would, with the arguments that come from contexts. */
export const asMonolith =
  (universe: Universe, subgraphs: readonly FederatedTypes[]): GraphQLFieldResolver<Placed | undefined, unknown> =>
  (source, args, _context, { fieldName, parentType }) => {
    const thing = source ?? { __typename: parentType.name, identity: parentType.name };
    const given = { ...args, ...contextArguments(universe, subgraphs, thing, fieldName) };
    return eachThing(universe.read(thing, fieldName, given), (found) => ({ ...found, above: thing }));
  };

/** Whether any type of these subgraphs sets a context. */
export const setsContexts = (subgraphs: readonly FederatedTypes[]): boolean =>
  subgraphs.some((types) => [...types.values()].some(({ contexts }) => contexts.size > 0));

/** The arguments that a field of an object gets from the objects above it (`@fromContext`), as a monolith would have them. */
const contextArguments = (
  universe: Universe,
  subgraphs: readonly FederatedTypes[],
  thing: Placed,
  field: string,
): Record<string, unknown> => {
  const given: Record<string, unknown> = {};
  for (const types of subgraphs) {
    for (const [name, { context, selection }] of types.get(thing.__typename)?.fields.get(field)?.fromContext ?? []) {
      let above = thing.above;
      while (above && !isSetBy(above.__typename, context, types, universe.whole)) above = above.above;
      given[name] = above ? selectedValue(universe.select(above, selection)) : null;
    }
  }
  return given;
};

const isSetBy = (typeName: string, context: string, types: FederatedTypes, whole: GraphQLSchema): boolean => {
  const interfaces = (whole.getType(typeName) as GraphQLObjectType).getInterfaces().map(({ name }) => name);
  const unions = Object.values(whole.getTypeMap()).filter(
    (type) => isUnionType(type) && type.getTypes().some(({ name }) => name === typeName),
  );
  return [typeName, ...interfaces, ...unions.map(({ name }) => name)].some((name) => types.get(name)?.contexts.has(context));
};

/** What one field selects, however deep it stands. */
const selectedValue = (selected: unknown): unknown => {
  if (Array.isArray(selected)) return selected.map(selectedValue);
  if (typeof selected !== 'object' || selected === null) return selected;
  const [only] = Object.values(selected);
  return only === undefined ? null : selectedValue(only);
};
