import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { compileRepresentation } from './representation.ts';

const sdl = 'type Query { product: ProductOfTheMonth } type ProductOfTheMonth @key(fields: "id") { id: ID! }';
const supergraph = loadSupergraph(composeSmall({ products: { sdl } }));
const requires = [
  { kind: 'InlineFragment', typeCondition: 'ProductOfTheMonth', selections: ['__typename', 'id'].map((name) => ({ kind: 'Field', name })) },
] as QueryPlanSelectionNode[];

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const MEGABYTE = 1024 * 1024;

describe('A representation', () => {
  const { text, project, onlyKey } = compileRepresentation(requires, undefined, supergraph);

  it('is written with its type and keys, and not at all for another type or without a key', () => {
    const row = { __typename: 'ProductOfTheMonth', id: '7', name: 'Tea' };
    expect([text(row, false), project(row)]).toEqual([
      '{"__typename":"ProductOfTheMonth","id":"7"}',
      { __typename: row.__typename, id: '7' },
    ]);
    for (const other of [{ ...row, __typename: 'Shop' }, { ...row, __typename: null }, { __typename: row.__typename }])
      expect([text(other, false), project(other)]).toEqual([null, null]);
  });

  it('is told by its key where that is a string and the type is the same', () => {
    const row = { __typename: 'ProductOfTheMonth', id: '7' };
    expect([onlyKey?.(row, row.__typename), onlyKey?.({ ...row, id: 7 }, row.__typename), onlyKey?.(row, 'Shop')]).toEqual([
      '7',
      undefined,
      undefined,
    ]);
  });

  it('keeps nothing of the answers whose types it has seen', () => {
    const fresh = compileRepresentation(requires, undefined, supergraph);
    const see = (): void => {
      const answer = 'ProductOfTheMonth'.repeat(MEGABYTE);
      expect(fresh.text({ __typename: answer.slice(0, 17), id: '7' }, true)).toBe('{"__typename":"ProductOfTheMonth","id":"7"}');
    };
    collect();
    const before = process.memoryUsage().heapUsed;
    see();
    collect();
    expect((process.memoryUsage().heapUsed - before) / MEGABYTE).toBeLessThan(10);
  });
});
