import {
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { FederatedType, FederatedTypes } from './federated-types.ts';

/** An object of the generated world: the same whoever tells of it. `identity` is `Type:number` of an entity, `Type@hash` of another. */
export type Thing = { __typename: string; identity: string };

/** How often nullable fields are null and fields fail, in percent. */
export type Mishaps = { nulls: number; errors: number };

/** Data made up for a supergraph: each value is a function of the object, the field and its arguments, so every subgraph says the same. */
export type Universe = {
  whole: GraphQLSchema;
  /** A field's value; objects in it are Things. Throws what the field fails with. */
  read: (thing: Thing, field: string, args: Readonly<Record<string, unknown>>) => unknown;
  /** What a selection of an object comes to. */
  select: (thing: Thing, selections: SelectionSetNode) => Record<string, unknown>;
  /** The entity of a representation; null when there is none. Throws when the representation has none of the keys whole. */
  find: (typeName: string, keys: FederatedType['keys'], representation: Readonly<Record<string, unknown>>) => Thing | null;
};

const ENTITIES = 5;

/** @param whole the supergraph's schema with what clients do not see */
export const createUniverse = (
  whole: GraphQLSchema,
  subgraphs: Readonly<Record<string, { types: FederatedTypes; schema: GraphQLSchema }>>,
  seed: number,
  mishaps: Mishaps,
): Universe => {
  const { isEntity, isKey, isFromContext, runtimeTypes, enumValues } = questions(whole, Object.values(subgraphs));
  const fieldOf = ({ __typename }: Thing, name: string): GraphQLField<unknown, unknown> => {
    const field = (whole.getType(__typename) as GraphQLObjectType).getFields()[name];
    if (!field) throw new Error(`${__typename} has no field ${name}.`);
    return field;
  };

  const read: Universe['read'] = (thing, name, args) => {
    const field = fieldOf(thing, name);
    const known = Object.fromEntries(field.args.filter((arg) => arg.name in args).map((arg) => [arg.name, args[arg.name]]));
    const fromContext = Object.entries(args).filter(([arg]) => isFromContext(thing.__typename, name, arg));
    const path = `${thing.identity}.${name}${field.args.length > 0 ? canonical(known) : ''}${fromContext.length > 0 ? canonical(Object.fromEntries(fromContext)) : ''}`;
    const isSure = isKey(thing.__typename, name);
    const chance = (what: string, percent: number, place = path): boolean => !isSure && hash(`${seed}|${what}|${place}`) % 100 < percent;
    if (chance('error', mishaps.errors)) throw new GraphQLError(`failed: ${path}`, { extensions: { code: 'MADE_UP' } });
    const value = (type: GraphQLOutputType, place: string): unknown => {
      if (isNonNullType(type)) return some(type.ofType, place);
      return chance('null', mishaps.nulls, place) ? null : some(type, place);
    };
    const some = (type: GraphQLOutputType, place: string): unknown => {
      if (isListType(type)) {
        const number = hash(`${seed}|length|${place}`);
        return Array.from({ length: isSure ? 1 + (number % 3) : number % 4 }, (_, index) => value(type.ofType, `${place}[${index}]`));
      }
      const number = hash(`${seed}|value|${place}`);
      if (isLeafType(type))
        return leaf(getNamedType(type).name, place, number, isEnumType(type) ? enumValues(thing.__typename, name, type) : []);
      return object(type as GraphQLOutputType, place, number);
    };
    const object = (type: GraphQLOutputType, place: string, number: number): Thing | null => {
      const types = isAbstractType(type) ? runtimeTypes(thing.__typename, name, type) : [getNamedType(type).name];
      const typeName = types[number % types.length];
      if (!typeName) return null;
      if (typeName === whole.getQueryType()?.name) return { __typename: typeName, identity: typeName };
      const which = isSure ? numberOf(thing.identity) : (number >>> 8) % ENTITIES;
      return {
        __typename: typeName,
        identity: isEntity(typeName) ? `${typeName}:${which}` : `${typeName}@${number.toString(36)}${hash(place).toString(36)}`,
      };
    };
    const leaf = (typeName: string, place: string, number: number, values: readonly string[]): unknown => {
      if (values.length > 0) return values[number % values.length];
      if (typeName === 'Int') return numberOf(thing.identity) * 1_000 + (number % 1_000);
      if (typeName === 'Float') return numberOf(thing.identity) * 1_000 + (number % 1_000) + 0.5;
      return typeName === 'Boolean' ? number % 2 === 0 : place;
    };
    return value(field.type, path);
  };

  const select: Universe['select'] = (thing, { selections }) => {
    const selected: Record<string, unknown> = {};
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = whole.getType(selection.typeCondition?.name.value ?? thing.__typename);
        const type = whole.getType(thing.__typename) as GraphQLObjectType;
        if (condition === type || (isAbstractType(condition) && whole.isSubType(condition, type)))
          Object.assign(selected, select(thing, selection.selectionSet));
      } else if (selection.kind === Kind.FIELD && selection.name.value !== '__typename') {
        const { name, selectionSet } = selection;
        const found = attempt(() => read(thing, name.value, getArgumentValues(fieldOf(thing, name.value), selection)));
        selected[name.value] = selectionSet ? eachThing(found, (below) => select(below, selectionSet)) : found;
      }
    }
    return selected;
  };

  const candidates = (typeName: string): Thing[] => {
    const type = whole.getType(typeName);
    const types = isInterfaceType(type) ? whole.getPossibleTypes(type).map(({ name }) => name) : [typeName];
    return types.flatMap((name) => Array.from({ length: ENTITIES }, (_, number) => ({ __typename: name, identity: `${name}:${number}` })));
  };
  const find: Universe['find'] = (typeName, keys, representation) => {
    const whole = keys.filter(({ fields, isResolvable }) => isResolvable && hasAll(representation, fields));
    if (whole.length === 0) throw new GraphQLError(`no key of ${typeName} is whole in ${JSON.stringify(representation)}`);
    return candidates(typeName).find((thing) => whole.every(({ fields }) => contains(representation, select(thing, fields)))) ?? null;
  };
  return { whole, read, select, find };
};

type Described = { types: FederatedTypes; schema: GraphQLSchema };

/** What the made-up data must keep to. */
const questions = (whole: GraphQLSchema, subgraphs: readonly Described[]) => {
  const keyFields = new Set<string>();
  const entities = new Set<string>();
  for (const { types } of subgraphs) {
    for (const [name, { keys }] of types) {
      const type = whole.getType(name);
      const objects = isAbstractType(type) ? whole.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
      for (const { fields } of keys)
        for (const object of objects) {
          entities.add(object.name);
          markKeys(whole, object, fields, keyFields);
        }
    }
  }
  /** Those that have the field and can resolve it. */
  const resolvers = (typeName: string, field: string): readonly Described[] => {
    const names = [typeName, ...(whole.getType(typeName) as GraphQLObjectType).getInterfaces().map(({ name }) => name)];
    return subgraphs.filter(({ types }) => names.some((name) => types.get(name)?.fields.get(field)?.isExternal === false));
  };
  return {
    isEntity: (name: string): boolean => entities.has(name),
    isKey: (typeName: string, field: string): boolean => keyFields.has(`${typeName}.${field}`),
    isFromContext: (typeName: string, field: string, argument: string): boolean =>
      subgraphs.some(({ types }) => types.get(typeName)?.fields.get(field)?.fromContext.has(argument)),
    runtimeTypes: (typeName: string, field: string, type: GraphQLOutputType): string[] => {
      const inWhole = whole.getPossibleTypes(type as never).map(({ name }) => name);
      return inWhole.filter((name) =>
        resolvers(typeName, field).every(({ schema }) => {
          const known = schema.getType(getNamedType(type).name);
          if (!isAbstractType(known)) return true;
          return schema.getPossibleTypes(known).some((each) => each.name === name);
        }),
      );
    },
    enumValues: (typeName: string, field: string, type: GraphQLEnumType): string[] => {
      const all = type.getValues().map(({ name }) => name);
      return all.filter((value) =>
        resolvers(typeName, field).every(({ schema }) => (schema.getType(type.name) as GraphQLEnumType).getValue(value)),
      );
    },
  };
};

const markKeys = (whole: GraphQLSchema, type: GraphQLObjectType, { selections }: SelectionSetNode, marked: Set<string>): void => {
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) continue;
    marked.add(`${type.name}.${selection.name.value}`);
    const below = getNamedType(type.getFields()[selection.name.value]?.type);
    if (selection.selectionSet && isObjectType(below)) markKeys(whole, below, selection.selectionSet, marked);
  }
};

/** The number of an entity; of other objects some number. */
const numberOf = (identity: string): number => Number(/:(\d+)$/.exec(identity)?.[1] ?? hash(identity) % 1_000);

const attempt = (read: () => unknown): unknown => {
  try {
    return read();
  } catch {
    return null;
  }
};

/** Changes every Thing in a value of lists, Things and leaves. */
export const eachThing = (value: unknown, change: (thing: Thing) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((element) => eachThing(element, change));
  return typeof value === 'object' && value !== null ? change(value as Thing) : value;
};

const hasAll = (value: unknown, { selections }: SelectionSetNode): boolean =>
  Array.isArray(value)
    ? value.every((element) => hasAll(element, { kind: Kind.SELECTION_SET, selections }))
    : selections.every((selection) => {
        if (selection.kind !== Kind.FIELD) return true;
        const found = (value as Record<string, unknown> | null)?.[selection.name.value];
        return found !== undefined && (!selection.selectionSet || found === null || hasAll(found, selection.selectionSet));
      });

/** Whether `value` has all of `part`. */
export const contains = (value: unknown, part: unknown): boolean => {
  if (Array.isArray(part))
    return Array.isArray(value) && value.length === part.length && part.every((each, index) => contains(value[index], each));
  if (typeof part !== 'object' || part === null) return value === part;
  return typeof value === 'object' && value !== null && Object.entries(part).every(([key, each]) => contains((value as never)[key], each));
};

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** FNV-1a of 32 bits, stirred so that its low bits are as good as its high ones. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
};
