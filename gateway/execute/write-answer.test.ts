import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import type { Answered } from '../plan/answered.ts';
import { responseKey } from '../plan/ast-nodes.ts';
import { compileWriter } from './write-answer.ts';

const TYPES = Array.from({ length: 10 }, (_, index) => `T${index}`);

const schema = buildSchema(`
  type Query { thing: Thing }
  interface Thing { id: ID! near: Thing }
  ${TYPES.map((name) => `type ${name} implements Thing { id: ID! near: Thing }`).join('\n')}
`);

const writerOf = (query: string) => {
  const document = parse(query);
  const answered: Answered = new Map();
  return compileWriter({ schema, document, operation: getOperationAST(document)!, keyOf: responseKey, answered });
};

const nested = (depth: number, selection: string): string =>
  depth === 0 ? 'id' : `id near { ${nested(depth - 1, selection)} } ${selection}`;

const chain = (depth: number): object => ({
  __typename: TYPES[depth % 10],
  id: String(depth),
  near: depth === 0 ? null : chain(depth - 1),
});

describe('The writer of an answer', () => {
  it('has no more code for interfaces in interfaces than the operation asks for', () => {
    const write = writerOf(`{ thing { ${nested(12, '')} } }`);
    expect(JSON.parse(write({ thing: chain(12) }, false)!)).toMatchObject({ thing: { id: '12', near: { near: { id: '10' } } } });
  });

  it('leaves operations that need very much code to the shape', () => {
    const aliases = Array.from({ length: 300 }, (_, index) => `a${index}: near { id }`).join(' ');
    expect(writerOf(`{ thing { id ${aliases} } }`)({ thing: null }, false)).toBeNull();
  });
});
