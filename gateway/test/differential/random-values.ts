import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Random } from './random.ts';

/** The variables of an operation under way: their types and defaults, and the values that are sent. */
export type VariablesUnderWay = { definitions: Map<string, string>; values: Record<string, unknown>; isBoolean: Set<string> };

/** An enum's value, which is written without quotes. */
type EnumValue = { enum: string };

/** The arguments of a field in parentheses: literal or variable, null, left out. */
export const randomArguments = (way: VariablesUnderWay, random: Random, { args }: GraphQLField<unknown, unknown>): string => {
  const given = args
    .filter((arg) => isRequiredArgument(arg) || random.chance(55))
    .map((arg) => `${arg.name}: ${argument(way, random, arg)}`);
  return given.length > 0 ? `(${given.join(', ')})` : '';
};

const argument = (way: VariablesUnderWay, random: Random, arg: GraphQLArgument): string => {
  if (!random.chance(40)) return literal(randomValue(random, arg.type));
  const known = [...way.definitions].filter(([, definition]) => definition.split(' = ')[0] === String(arg.type)).map(([name]) => name);
  if (known.length > 0 && random.chance(50)) return `$${random.pick(known)}`;
  const name = `v${way.definitions.size}`;
  const hasDefault = random.chance(30);
  way.definitions.set(name, hasDefault ? `${arg.type} = ${literal(randomValue(random, arg.type))}` : String(arg.type));
  if ((isNonNullType(arg.type) && !hasDefault) || random.chance(60)) way.values[name] = plain(randomValue(random, arg.type));
  return `$${name}`;
};

const randomValue = (random: Random, type: GraphQLInputType): unknown => {
  if (isNonNullType(type)) return some(random, type.ofType);
  return random.chance(12) ? null : some(random, type);
};

const some = (random: Random, type: GraphQLInputType): unknown => {
  if (isListType(type)) return Array.from({ length: random.number(3) }, () => randomValue(random, type.ofType));
  if (isEnumType(type)) return { enum: random.pick(type.getValues()).name } satisfies EnumValue;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || random.chance(40));
    return new Map(fields.map((field) => [field.name, randomValue(random, field.type)]));
  }
  const name = String(type);
  if (name === 'Int') return random.number(5);
  if (name === 'Float') return random.number(5) + 0.5;
  return name === 'Boolean' ? random.chance(50) : random.pick(['x', 'y"\\', '']);
};

const isEnumValue = (value: unknown): value is EnumValue => typeof value === 'object' && value !== null && 'enum' in value;

const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value instanceof Map) return `{ ${[...value].map(([name, each]) => `${name}: ${literal(each)}`).join(', ')} }`;
  return isEnumValue(value) ? value.enum : JSON.stringify(value);
};

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, each]) => [name, plain(each)]));
  return isEnumValue(value) ? value.enum : value;
};
