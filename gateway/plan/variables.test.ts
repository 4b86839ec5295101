import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { coerceVariables } from './variables.ts';

const schema = buildSchema(
  'input Range { from: Int to: Int = 9 } input constructor { n: Int = 1 } input Tree { below: Tree } type Query { a(c: constructor, id: ID, name: String, on: Boolean, n: Int, range: Range, ids: [ID!]): Int }',
);

const coerce = (declared: string, variables: Record<string, unknown>) => {
  const document = parse(`query(${declared}) { a }`);
  const definition = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  return coerceVariables({ schema, definition }, variables);
};

describe('Variables are coerced', () => {
  it.each([
    ['$id: ID!, $name: String, $on: Boolean', { id: '마당', name: '', on: false }, { id: '마당', name: '', on: false }],
    ['$id: ID!, $name: String', { id: 'a' }, { id: 'a' }],
    ['$id: ID!, $name: String', { id: 'a', name: null }, { id: 'a', name: null }],
    ['$id: ID! = "b"', {}, { id: 'b' }],
    ['$id: ID!', { id: 7, more: 1 }, { id: '7' }],
    ['$n: Int, $range: Range', { n: 3, range: { from: 1 } }, { n: 3, range: { from: 1, to: 9 } }],
    ['$ids: [ID!]', { ids: 'one' }, { ids: ['one'] }],
    ['$toString: String', {}, {}],
    ['$c: constructor', { c: {} }, { c: { n: 1 } }],
  ])('(%s) of %j', (declared, variables, coerced) => expect(coerce(declared, variables)).toEqual({ coerced }));

  it.each([
    ['$id: ID!', {}, 'required type "ID!" was not provided'],
    ['$id: ID!', { id: null }, 'must not be null'],
    ['$name: String', { name: 7 }, 'String cannot represent a non string value: 7'],
    ['$on: Boolean', { on: 'yes' }, 'Boolean cannot represent a non boolean value'],
    ['$id: ID!', { id: { toString: 'x' } }, 'ID cannot represent value'],
  ])('(%s) of %j is refused', (declared, variables, message) => {
    const { errors } = coerce(declared, variables);
    expect(errors?.map((error) => [error.message, error.extensions.code])).toEqual([[expect.stringContaining(message), 'BAD_USER_INPUT']]);
  });

  it('of which each error writes the whole down have few', () => {
    const unknown = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`z${index}`, 1]));
    const { errors } = coerce('$range: Range', { range: unknown });
    expect(errors?.map(({ message }) => message)).toEqual([
      ...['z0', 'z1', 'z2'].map((name) => expect.stringContaining(`Field "${name}" is not defined`)),
      expect.stringContaining('error limit reached'),
    ]);
  });

  it('that nest more deeply than can be read are refused in words', () => {
    const deep = JSON.parse(`${'{"below":'.repeat(20_000)}null${'}'.repeat(20_000)}`);
    const { errors } = coerce('$tree: Tree', { tree: deep });
    expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['The variables nest too deeply.', 'BAD_USER_INPUT'],
    ]);
  });
});
