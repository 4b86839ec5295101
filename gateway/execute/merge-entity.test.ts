import type { FetchNode } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { entities } from '../test/cases/entities.ts';
import { composeSmall } from '../test/small-graph.ts';
import { compileMergeEntity } from './merge-entity.ts';
import type { Row } from './run.ts';

const supergraph = loadSupergraph(composeSmall(entities.subgraphs));

/** Merges an entity into one row, by generated code and in general: where a name may be met twice there is none. */
const merged = (row: Row, entity: Row): Row[] =>
  ['{ _entities { ... on Product { name maker { code } } } }', '{ _entities { ...p } } fragment p on Product { name maker { code } }'].map(
    (operation) => {
      const [own, sent] = [structuredClone(row), structuredClone(entity)];
      compileMergeEntity({ operation } as FetchNode, parse(operation), supergraph, new Set())(sent, [own]);
      return own;
    },
  );

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
});
