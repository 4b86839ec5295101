import {
  doTypesOverlap,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import type { Random } from './random.ts';
import { randomArguments, type VariablesUnderWay } from './random-values.ts';

export type RandomOperation = { query: string; variables: Record<string, unknown> };

/** An operation under way: how many fields it may still have, its variables and its fragments. */
type UnderWay = VariablesUnderWay & {
  schema: GraphQLSchema;
  random: Random;
  budget: number;
  fragments: Map<string, { type: string; text: string }>;
};

const ALIASES = ['a', 'b', 'id', 'name', '__proto__', 'constructor'];

/**
 * Writes a valid operation: fragments of all kinds, aliases that meet other names, merged selections,
 * conditions, arguments. A query, now and then a mutation, unless a subscription is asked for.
 */
export const randomOperation = (schema: GraphQLSchema, random: Random, wanted?: 'subscription'): RandomOperation => {
  for (;;) {
    const kind = wanted ?? (schema.getMutationType() && random.chance(15) ? 'mutation' : 'query');
    const way: UnderWay = {
      schema,
      random,
      budget: 6 + random.number(18),
      fragments: new Map(),
      definitions: new Map(),
      values: {},
      isBoolean: new Set(),
    };
    const type = schema.getRootType(kind as never)!;
    const root = kind === 'subscription' ? onlySelection(way, type) : selections(way, type, 0);
    const definitions = [...way.definitions].map(([name, definition]) => `$${name}: ${definition}`).join(', ');
    const fragments = [...way.fragments].map(([name, { type, text }]) => `fragment ${name} on ${type} ${text}`).join('\n');
    const query = withoutConflicts(schema, `${kind} Q${definitions && `(${definitions})`} ${root}\n${fragments}`);
    if (query !== null) return { query, variables: way.values };
  }
};

const selections = (way: UnderWay, type: GraphQLNamedType, depth: number): string => {
  const { random } = way;
  const parts: string[] = [];
  const count = 1 + random.number(depth === 0 ? 5 : 4);
  for (let index = 0; index < count && (way.budget > 0 || parts.length === 0); index++) parts.push(selection(way, type, depth));
  return `{ ${parts.join(' ')} }`;
};

const selection = (way: UnderWay, type: GraphQLNamedType, depth: number): string => {
  const { random } = way;
  way.budget--;
  const fields = isUnionType(type) ? [] : fieldsOf(type, depth > 6 || way.budget <= 0);
  if (depth > 0 && depth < 7 && random.chance(isAbstractType(type) ? 45 : 15)) return fragment(way, type, depth);
  if (fields.length === 0 || random.chance(10))
    return `${random.chance(25) ? `${random.pick(['t', 'kind'])}: ` : ''}__typename${condition(way)}`;
  if (depth === 0 && way.schema.getQueryType() === type && random.chance(4)) return introspection(way);
  return fieldSelection(way, fields, depth, () => condition(way));
};

/** A subscription's one root field, alone or in a fragment; it may not depend on a condition. */
const onlySelection = (way: UnderWay, type: GraphQLNamedType): string => {
  const { random } = way;
  const field = fieldSelection(way, fieldsOf(type, false), 0, () => '');
  return random.chance(20) ? `{ ...${random.chance(50) ? ` on ${type.name}` : ''} { ${field} } }` : `{ ${field} }`;
};

const fieldSelection = (
  way: UnderWay,
  fields: readonly GraphQLField<unknown, unknown>[],
  depth: number,
  conditionOf: () => string,
): string => {
  const { random } = way;
  const field = random.pick(fields);
  const alias = random.chance(20) ? `${random.pick([...ALIASES, ...fields.map(({ name }) => name)])}: ` : '';
  const below = getNamedType(field.type);
  const head = `${alias}${field.name}${randomArguments(way, random, field)}`;
  if (!isCompositeType(below)) return `${head}${conditionOf()}`;
  const first = `${head}${conditionOf()} ${selections(way, below, depth + 1)}`;
  return random.chance(12) ? `${first} ${head} ${selections(way, below, depth + 1)}` : first;
};

const fieldsOf = (type: GraphQLNamedType, leavesOnly: boolean): GraphQLField<unknown, unknown>[] => {
  const all = 'getFields' in type ? (Object.values(type.getFields()) as GraphQLField<unknown, unknown>[]) : [];
  return leavesOnly
    ? all.filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(({ type: each }) => isNonNullType(each)))
    : all;
};

/** An inline fragment with or without a type condition, or a spread of a new or known named one. */
const fragment = (way: UnderWay, type: GraphQLNamedType, depth: number): string => {
  const { random, schema } = way;
  const overlapping = Object.values(schema.getTypeMap()).filter(
    (each) => isCompositeType(each) && isCompositeType(type) && !each.name.startsWith('__') && doTypesOverlap(schema, each, type),
  );
  const wanted = random.chance(70) ? overlapping.filter((each) => isObjectType(each) || random.chance(50)) : overlapping;
  const on = random.pick(wanted.length > 0 ? wanted : overlapping);
  if (random.chance(15)) return `...${condition(way)} ${selections(way, type, depth + 1)}`;
  if (!random.chance(25)) return `... on ${on.name}${condition(way)} ${selections(way, on, depth + 1)}`;
  const known = [...way.fragments].filter(([, { type: name }]) => overlapping.some((each) => each.name === name));
  if (known.length > 0 && random.chance(50)) return `...${random.pick(known)[0]}${condition(way)}`;
  const text = selections(way, on, depth + 1);
  const name = `F${way.fragments.size}`;
  way.fragments.set(name, { type: on.name, text });
  return `...${name}${condition(way)}`;
};

const condition = (way: UnderWay): string => {
  const { random } = way;
  if (!random.chance(8)) return '';
  const directive = random.pick(['skip', 'include']);
  const both = random.chance(10) ? ` @${directive === 'skip' ? 'include' : 'skip'}(if: ${random.chance(50)})` : '';
  if (random.chance(30)) return ` @${directive}(if: ${random.chance(50)})${both}`;
  const known = [...way.isBoolean];
  if (known.length > 0 && random.chance(60)) return ` @${directive}(if: $${random.pick(known)})${both}`;
  const name = `if${way.isBoolean.size}`;
  way.isBoolean.add(name);
  const hasDefault = random.chance(30);
  way.definitions.set(name, hasDefault ? `Boolean! = ${random.chance(50)}` : 'Boolean!');
  if (!hasDefault || random.chance(50)) way.values[name] = random.chance(50);
  return ` @${directive}(if: $${name})${both}`;
};

const introspection = ({ random, schema }: UnderWay): string =>
  random.chance(50)
    ? `${random.chance(50) ? 's: ' : ''}__schema { queryType { name } }`
    : `__type(name: ${JSON.stringify(random.pick(Object.keys(schema.getTypeMap())))}) { __typename kind name }`;

/** Gives fields that meet under one response key, and must not, other aliases; null when the operation is not valid for another reason. */
const withoutConflicts = (schema: GraphQLSchema, text: string): string | null => {
  let document = parse(text, { noLocation: true });
  for (let attempt = 0; attempt < 40; attempt++) {
    const errors = validate(schema, document);
    if (errors.length === 0) return print(document);
    const conflict = errors.find(({ message }) => message.startsWith('Fields "'));
    if (!conflict) {
      if (errors.some(({ message }) => !message.startsWith('Fragment "'))) throw new GraphQLError(`${errors[0]!.message}\n${text}`);
      return null;
    }
    const culprit = conflict.nodes!.at(-1) as FieldNode;
    document = visit(document, {
      Field: (node) => (node === culprit ? { ...node, alias: { kind: Kind.NAME, value: `c${attempt}` } } : undefined),
    });
  }
  return null;
};
