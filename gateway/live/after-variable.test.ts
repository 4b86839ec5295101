import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { afterVariable } from './after-variable.ts';

const schema = buildSchema(`
  type Query { x: Int }
  type Subscription { items(after: String, of: String): Item }
  type Item { name(of: String): String items(after: String): Item }
  directive @at(after: String) on FIELD
`);

const find = (document: string): string | null => afterVariable(schema, parse(document), 'after');

describe('The variable that only says where a feed begins', () => {
  it.each([
    ['stands at the root field', 'subscription ($a: String) { items(after: $a) { name } }', 'a'],
    [
      'may stand in fragments of the root',
      'subscription ($a: String) { ...f } fragment f on Subscription { ... on Subscription { items(after: $a) { name } } }',
      'a',
    ],
    ['is none when it is used elsewhere too', 'subscription ($a: String) { items(after: $a) { name(of: $a) } }', null],
    ['is none when it is another argument', 'subscription ($a: String) { items(of: $a) { name } }', null],
    ['is none when it belongs to a field below', 'subscription ($a: String) { items(after: "1") { items(after: $a) { name } } }', null],
    ['is none in a fragment of another type', 'subscription { items { ...f } } fragment f on Item { items(after: $a) { name } }', null],
    ['is none when it belongs to a directive', 'subscription ($a: String) { items @at(after: $a) { name } }', null],
    ['is none when the place is written out', 'subscription { items(after: "1") { name } }', null],
  ])('%s', (_title, document, name) => {
    expect(find(document)).toBe(name);
  });
});
