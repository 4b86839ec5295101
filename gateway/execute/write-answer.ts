import {
  type DocumentNode,
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Answered } from '../plan/answered.ts';
import { fragmentsOf } from '../plan/ast-nodes.ts';
import { collectFields } from './collect-fields.ts';
import { compileCode, member, quote } from './generated-code.ts';
import { leafWriter, UNFIT } from './json-text.ts';
import type { Row } from './run.ts';

/**
 * Writes an answer without errors as JSON, straight from the gathered data; of raw values in byte text. Null
 * when something in it is not as the schema says; the shape (shape.ts) then finds out what.
 */
export type WriteAnswer = (data: Row, isRaw: boolean) => string | null;

type Writer = (data: Row) => string;

/** What an operation's answers are made by. */
export type AnswerOptions = {
  schema: GraphQLSchema;
  /** The client's own, under its conditions. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Under which key subgraphs answer a field. */
  keyOf: (node: FieldNode) => string;
  /** What the plan asks for. */
  answered: Answered;
};

/** Abstract types with more object types than this are left to the shape. */
const TYPES = 100;
/** So are operations that need more functions than this: code takes time to make, and memory while it is kept. */
const FUNCTIONS = 2_000;

/** Compiles the writer of an operation when it is first needed; it writes null always for what it has no code for (introspection). */
export const compileWriter = (options: AnswerOptions): WriteAnswer => {
  const writers = new Map<boolean, Writer | null>();
  const compile = (isRaw: boolean): Writer | null => {
    const writer = generate(options, isRaw);
    writers.set(isRaw, writer);
    return writer;
  };
  return (data, isRaw) => {
    const known = writers.get(isRaw);
    const writer = known === undefined ? compile(isRaw) : known;
    try {
      return writer ? writer(data) : null;
    } catch (error) {
      if (error === UNFIT) return null;
      throw error;
    }
  };
};

const NOWHERE_BELOW: Answered = new Map();

/** Code under way: functions that call each other, and the values they name. */
type Code = { scope: Record<string, unknown>; functions: string[]; count: number };

const generate = ({ schema, document, operation, keyOf, answered }: AnswerOptions, isRaw: boolean): Writer | null => {
  const fragments = fragmentsOf(document);
  const code: Code = { scope: { UNFIT }, functions: [], count: 0 };
  const generator = createGenerator(code, keyOf, {
    isRaw,
    leafWriter: (type) => leafWriter(type, isRaw),
    fieldsOf: (type, sets) => collectFields(schema, fragments, type, sets),
    possibleTypes: (type) => (isAbstractType(type) ? schema.getPossibleTypes(type) : []),
  });
  try {
    const root = generator.object(schema.getRootType(operation.operation)!, [operation.selectionSet], answered);
    return compileCode(code.scope, `${code.functions.join('\n')}\nreturn ${root};`);
  } catch (error) {
    if (error === UNFIT) return null;
    throw error;
  }
};

type Schema = {
  /** Whether strings are raw: they need nothing but quotes then. */
  isRaw: boolean;
  leafWriter: (type: GraphQLLeafType) => (value: unknown) => string;
  fieldsOf: (type: GraphQLObjectType, sets: readonly SelectionSetNode[]) => Map<string, FieldNode[]>;
  possibleTypes: (type: GraphQLOutputType) => readonly GraphQLObjectType[];
};

const createGenerator = (
  code: Code,
  keyOf: (node: FieldNode) => string,
  { isRaw, leafWriter: writerOf, fieldsOf, possibleTypes }: Schema,
) => {
  const define = (body: string): string => {
    if (code.functions.length === FUNCTIONS) throw UNFIT;
    const name = `f${code.count++}`;
    code.functions.push(`function ${name}(v){${body}}`);
    return name;
  };
  const name = (value: unknown): string => {
    const named = `c${code.count++}`;
    code.scope[named] = value;
    return named;
  };
  const isObject = 'if(typeof v!=="object"||v===null||Array.isArray(v))throw UNFIT;';
  const numbers = new Map<unknown, number>();
  const numberOf = (value: unknown): number => {
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  };
  const made = new Map<string, string>();
  /** A function for values that are not null; the same one wherever the same is asked, as of each type of an interface. */
  const some = (type: GraphQLOutputType, nodes: readonly FieldNode[], at: Answered): string => {
    const asked = `${type} ${nodes.map(numberOf)} ${numberOf(at)}`;
    const known = made.get(asked) ?? make(type, nodes, at);
    made.set(asked, known);
    return known;
  };
  const make = (type: GraphQLOutputType, nodes: readonly FieldNode[], at: Answered): string => {
    if (isLeafType(type)) return name(writerOf(type));
    if (isListType(type)) return list(type.ofType, nodes, at);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type)) return object(type, sets, at);
    const types = possibleTypes(type);
    if (types.length > TYPES) throw UNFIT;
    const cases = types.map((each) => `case ${quote(each.name)}:return ${object(each, sets, at)}(v);`);
    return define(`${isObject}switch(v.__typename){${cases.join('')}}throw UNFIT;`);
  };
  /** Code that writes a text and the value in the variable `x`. */
  const value = (start: string, type: GraphQLOutputType, nodes: readonly FieldNode[], at: Answered): string =>
    isNonNullType(type)
      ? `if(x==null)throw UNFIT;t+=${quote(start)}+${some(type.ofType, nodes, at)}(x);`
      : `t+=x==null?${quote(`${start}null`)}:${quote(start)}+${some(type, nodes, at)}(x);`;
  const list = (element: GraphQLOutputType, nodes: readonly FieldNode[], at: Answered): string => {
    const [first, other] = ['', ','].map((start) => value(start, element, nodes, at));
    return define(
      `if(!Array.isArray(v))throw UNFIT;if(v.length===0)return "[]";let t="[",x=v[0];${first}for(let i=1;i<v.length;i++){x=v[i];${other}}return t+"]";`,
    );
  };
  const object = (type: GraphQLObjectType, sets: readonly SelectionSetNode[], at: Answered): string => {
    /** What is known to stand next; it is written together with what follows. */
    let next = '{';
    const fields = [...fieldsOf(type, sets)].map(([key, nodes], index) => {
      const start = `${next}${index === 0 ? '' : ','}${JSON.stringify(key)}:`;
      next = '';
      const field = nodes[0]!.name.value;
      if (field === '__typename') {
        next = start + JSON.stringify(type.name);
        return '';
      }
      if (field.startsWith('__')) throw UNFIT;
      const source = keyOf(nodes[0]!);
      const place = at.get(source);
      const fieldType = type.getFields()[field]!.type;
      const taken = `x=${member('v', source)};${place ? '' : 'if(x===undefined)throw UNFIT;'}`;
      if (!isRaw || String(getNullableType(fieldType)) !== GraphQLString.name)
        return taken + value(start, fieldType, nodes, place ?? NOWHERE_BELOW);
      const text = `if(typeof x!=="string")throw UNFIT;t+=${quote(`${start}"`)}+x`;
      if (!isNonNullType(fieldType)) return `${taken}if(x==null)t+=${quote(`${start}null`)};else{${text}+'"';}`;
      next = '"';
      return `${taken}${text};`;
    });
    return define(`${isObject}let t="",x;${fields.join('')}return t+${quote(`${next}}`)};`);
  };
  return { object };
};
