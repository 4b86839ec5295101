import type { FetchNode } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { compileMergeEntity } from './merge-entity.ts';
import type { Row } from './run.ts';

const sdl = `
  type Query { product: Product }
  type Product @key(fields: "id") { id: ID! name: String maker: Maker makers: [[Maker]] tags: [String] }
  type Maker { code: String }
`;
const supergraph = loadSupergraph(composeSmall({ products: { sdl } }));

const FIELDS = 'name maker { code } makers { code } tags';

/** Merges an entity into one row, by generated code and in general: where a name may be met twice there is none. */
const merged = (row: Row, entity: Row): Row[] =>
  [`{ _entities { ... on Product { ${FIELDS} } } }`, `{ _entities { ...p } } fragment p on Product { ${FIELDS} }`].map((operation) => {
    const [own, sent] = [structuredClone(row), structuredClone(entity)];
    compileMergeEntity({ operation } as FetchNode, parse(operation), supergraph, new Set())(sent, [own]);
    return own;
  });

describe('What an entity fetch brings', () => {
  it('is added, null where nothing is known', () => {
    const row = { __typename: 'Product', name: null };
    for (const each of merged(row, { name: 'Tea', maker: { code: 'm' } }))
      expect(each).toMatchObject({ name: 'Tea', maker: { code: 'm' } });
    for (const each of merged(row, { name: null, maker: null })) expect(each).toMatchObject({ name: null, maker: null });
  });

  it('leaves by a null what another subgraph said', () => {
    const row = { __typename: 'Product', name: 'Tea', maker: { code: 'm' } };
    for (const each of merged(row, { name: null, maker: null })) expect(each).toEqual(row);
    for (const each of merged(row, { maker: { code: null } })) expect(each).toEqual(row);
  });

  it('is a list as a subgraph said it, and of objects element by element', () => {
    const row = { __typename: 'Product', tags: ['green', null], makers: [[{ code: 'm' }, null], null] };
    for (const each of merged(row, { tags: [null, 'black'], makers: [[null, { code: 'n' }], []] }))
      expect(each).toMatchObject({ tags: [null, 'black'], makers: [[{ code: 'm' }, { code: 'n' }], []] });
    for (const each of merged(row, { tags: null, makers: [null, null] })) expect(each).toEqual(row);
  });
});
