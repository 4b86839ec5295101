import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString, isEnumType } from 'graphql';
import { writeRaw } from '../sources/raw-json.ts';

/** Thrown by writers when a value is not what the schema says: the answer is then shaped with its errors. */
export const UNFIT = Symbol('unfit');

/** Up to this length looking at each character is cheaper than anything else. */
const SHORT = 48;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A string as JSON. */
export const stringText = (text: string): string => {
  if (text.length > SHORT) return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) return JSON.stringify(text);
  }
  return `"${text}"`;
};

const string = (value: unknown): string => {
  if (typeof value !== 'string') throw UNFIT;
  return stringText(value);
};

const id = (value: unknown): string => {
  if (typeof value === 'string') return stringText(value);
  if (!Number.isInteger(value)) throw UNFIT;
  return `"${value}"`;
};

const int = (value: unknown): string => {
  if (typeof value !== 'number' || (value | 0) !== value) throw UNFIT;
  return String(value);
};

const float = (value: unknown): string => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw UNFIT;
  return String(value);
};

const boolean = (value: unknown): string => {
  if (typeof value !== 'boolean') throw UNFIT;
  return value ? 'true' : 'false';
};

/** A value of JSON as JSON. Custom scalars are whatever the subgraph made of them. */
export const writeText = (value: unknown): string => (typeof value === 'string' ? stringText(value) : JSON.stringify(value));

const rawString = (value: unknown): string => {
  if (typeof value !== 'string') throw UNFIT;
  return `"${value}"`;
};

const rawId = (value: unknown): string => {
  if (typeof value !== 'string' && !Number.isInteger(value)) throw UNFIT;
  return `"${value}"`;
};

const builtIn: Readonly<Record<string, (value: unknown) => string>> = {
  [GraphQLString.name]: string,
  [GraphQLID.name]: id,
  [GraphQLInt.name]: int,
  [GraphQLFloat.name]: float,
  [GraphQLBoolean.name]: boolean,
};

const rawBuiltIn: typeof builtIn = { ...builtIn, [GraphQLString.name]: rawString, [GraphQLID.name]: rawId };

/** Writes values of a leaf type, or raw values, never null; throws UNFIT for one that does not fit (see leaf-value.ts). */
export const leafWriter = (type: GraphQLLeafType, isRaw: boolean): ((value: unknown) => string) => {
  if (!isEnumType(type)) return isRaw ? (rawBuiltIn[type.name] ?? writeRaw) : (builtIn[type.name] ?? writeText);
  const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, JSON.stringify(name)]));
  return (value) => {
    const text = texts.get(value);
    if (text === undefined) throw UNFIT;
    return text;
  };
};
