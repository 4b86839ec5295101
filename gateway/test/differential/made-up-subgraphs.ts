import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import type { Subgraph } from '#kit/subgraph.ts';
import { type FederatedTypes, readFederatedTypes } from './federated-types.ts';
import { contains, createUniverse, eachThing, type Mishaps, type Thing, type Universe } from './universe.ts';

/** A Thing as one subgraph has it. */
type Told = Thing & {
  /** The representation by which the entity was asked for. */
  sent?: Readonly<Record<string, unknown>>;
  /** What `@provides` allows to be read below. */
  provided?: readonly SelectionSetNode[];
};

/** Beside mishaps of fields: how often a subgraph does not know an entity, or fails as a whole, in percent. */
export type World = Mishaps & { unknowns: number; outages: number };

export type MadeUp = { universe: Universe; subgraphs: Record<string, Subgraph & { schema: GraphQLSchema }> };

/**
 * Subgraphs that tell of a universe. They hold the gateway to what it owes: keys whole, requirements as they are, nothing external asked.
 */
export const madeUpSubgraphs = (typeDefs: Readonly<Record<string, string>>, whole: GraphQLSchema, seed: number, world: World): MadeUp => {
  const described = Object.fromEntries(
    Object.entries(typeDefs).map(([name, sdl]) => [name, { types: readFederatedTypes(sdl), schema: buildSubgraphSchema(parse(sdl)) }]),
  );
  const universe = createUniverse(whole, described, seed, world);
  return {
    universe,
    subgraphs: Object.fromEntries(
      Object.entries(typeDefs).map(([name, sdl]) => [name, madeUpSubgraph(name, sdl, described[name]!.types, universe, world)]),
    ),
  };
};

const madeUpSubgraph = (
  name: string,
  sdl: string,
  types: FederatedTypes,
  universe: Universe,
  world: World,
): Subgraph & { schema: GraphQLSchema } => {
  const known = [...types].filter(([, { keys }]) => keys.length > 0);
  const resolvers = Object.fromEntries(
    known.map(([typeName]) => [
      typeName,
      { __resolveReference: (sent: Record<string, unknown>) => findEntity(name, typeName, types, sent, universe, world) },
    ]),
  );
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  const fieldResolver = resolverOf(types, universe, world);
  return {
    name,
    schema,
    execute: async ({ query, variables }) => {
      if (chance(`${name}|${query}`, world.outages)) throw new Error(`connect ECONNREFUSED (${name})`);
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) throw new Error(`${name} was asked what is not valid: ${errors[0]!.message}`);
      const result = await execute({ schema, document, variableValues: variables, fieldResolver });
      return JSON.parse(JSON.stringify(result));
    },
    subscribe: async ({ query, variables }) => {
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) throw new Error(`${name} was asked what is not valid: ${errors[0]!.message}`);
      return answerEach(madeUpEvents(schema), (rootValue) =>
        execute({ schema, document, variableValues: variables, fieldResolver, rootValue }),
      );
    },
    close: async () => {},
  };
};

const EVENTS = 3;

/** What happens in a subscription, one after the other: each is another root. */
export async function* madeUpEvents(schema: GraphQLSchema): AsyncGenerator<Thing> {
  const __typename = schema.getSubscriptionType()!.name;
  for (let event = 0; event < EVENTS; event++) yield { __typename, identity: `${__typename}:${event}` };
}

async function* answerEach(
  events: AsyncGenerator<Thing>,
  answer: (event: Thing) => ExecutionResult | Promise<ExecutionResult>,
): AsyncGenerator<ExecutionResult> {
  for await (const event of events) yield JSON.parse(JSON.stringify(await answer(event)));
}

const findEntity = (
  subgraph: string,
  typeName: string,
  types: FederatedTypes,
  sent: Record<string, unknown>,
  universe: Universe,
  world: World,
) => {
  const { keys, isInterfaceObject } = types.get(typeName)!;
  const thing = universe.find(typeName, keys, sent);
  if (!thing || chance(`${subgraph}|${thing.identity}`, world.unknowns)) return null;
  return { ...thing, __typename: isInterfaceObject ? typeName : thing.__typename, sent };
};

/** Some texts, always the same ones. */
const chance = (text: string, percent: number): boolean => {
  let sum = 7;
  for (let index = 0; index < text.length; index++) sum = (sum * 31 + text.charCodeAt(index)) % 1_000_003;
  return sum % 100 < percent;
};

const resolverOf =
  (types: FederatedTypes, universe: Universe, world: World): GraphQLFieldResolver<Told | undefined, unknown> =>
  (source, args, _context, { parentType, fieldName, schema, operation }) => {
    const told = source ?? { __typename: universe.whole.getRootType(operation.operation)!.name, identity: parentType.name };
    const thing: Thing = { __typename: told.identity.split(/[:@]/)[0]!, identity: told.identity };
    const field = types.get(parentType.name)?.fields.get(fieldName);
    const isStrict = world.nulls + world.errors + world.unknowns + world.outages === 0;
    if (field?.isExternal && !mayRead(told, parentType, fieldName, types))
      throw new GraphQLError(`${parentType.name}.${fieldName} is external here`);
    if (isStrict && field?.requires && !contains(told.sent, universe.select(thing, field.requires)) && !isProvided(told, field.requires))
      throw new GraphQLError(`${parentType.name}.${fieldName} requires other than ${JSON.stringify(told.sent)}`);
    const below = told.provided?.flatMap((set) => selectionsOf(set, fieldName)) ?? [];
    const provided = field?.provides ? [...below, field.provides] : below;
    return eachThing(universe.read(thing, fieldName, args), (found) => ({
      ...found,
      __typename: typeNameIn(schema, types, universe, found),
      provided,
    }));
  };

/** An external field is answered where it is part of a key, came along, or is provided. */
const mayRead = (told: Told, type: GraphQLObjectType, field: string, types: FederatedTypes): boolean =>
  Boolean(told.sent && field in told.sent) ||
  (told.provided ?? []).some((set) => names(set, field)) ||
  [...types.values()].some(({ keys }) => keys.some(({ fields }) => mentions(fields, field))) ||
  type.getInterfaces().some(({ name }) => types.get(name)?.fields.get(field)?.isExternal === false);

/** What is provided needs not be sent along: its subgraph has it. */
const isProvided = ({ provided = [] }: Told, { selections }: SelectionSetNode): boolean =>
  selections.every((each) => each.kind === Kind.FIELD && provided.some((set) => names(set, each.name.value)));

const names = ({ selections }: SelectionSetNode, field: string): boolean =>
  selections.some((each) =>
    each.kind === Kind.FIELD ? each.name.value === field : each.kind === Kind.INLINE_FRAGMENT && names(each.selectionSet, field),
  );

const mentions = ({ selections }: SelectionSetNode, field: string): boolean =>
  selections.some(
    (each) =>
      each.kind === Kind.FIELD && (each.name.value === field || (each.selectionSet !== undefined && mentions(each.selectionSet, field))),
  );

const selectionsOf = ({ selections }: SelectionSetNode, field: string): SelectionSetNode[] =>
  selections.flatMap((each) => {
    if (each.kind === Kind.INLINE_FRAGMENT) return selectionsOf(each.selectionSet, field);
    return each.kind === Kind.FIELD && each.name.value === field && each.selectionSet ? [each.selectionSet] : [];
  });

/** In a subgraph with an `@interfaceObject` an object is of that type, whatever it is elsewhere. */
const typeNameIn = (schema: GraphQLSchema, types: FederatedTypes, universe: Universe, { __typename }: Thing): string => {
  const type = universe.whole.getType(__typename) as GraphQLObjectType;
  const interfaceObject = type.getInterfaces().find(({ name }) => types.get(name)?.isInterfaceObject);
  return interfaceObject && !schema.getType(__typename) ? interfaceObject.name : __typename;
};
