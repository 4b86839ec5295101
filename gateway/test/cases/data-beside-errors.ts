import { GraphQLError } from 'graphql';
import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

type Key = { id: string };
const fail = (code: string) => () => {
  throw coded(code);
};

/** What subgraphs give beside their errors: parts of lists, of requirements, of mutations, of fields with other names here. */
export const dataBesideErrors: Suite = {
  name: 'Data beside errors',
  subgraphs: {
    shops: {
      sdl: `
        type Query { shop: Shop! shops: [Shop] grid: [[Int!]] strictGrid: [[Int!]!] chosen: Choice must: Shop! }
        type Mutation { open(id: ID!): Shop close(id: ID!): Shop! }
        type Shop @key(fields: "id") { id: ID! name: String! size: Int owner: Owner words: [String] }
        type Owner { name: String! phone: String! }
        union Choice = Shop | Note
        type Note { text: String! }
      `,
      resolvers: {
        Query: {
          shop: () => ({ id: 's1', name: 'Yard', size: 3 }),
          shops: () => [{ id: 's1', name: 'Yard', size: 3 }, coded('SHOP_001'), { id: 's2', name: 'Hall', size: fail('SHOP_002') }],
          grid: () => [[1, 2], [3, null], null],
          strictGrid: () => [[1], [null]],
          chosen: () => ({ __typename: 'Note', text: fail('NOTE_001') }),
          must: () => ({ id: 's3', name: null, size: 1 }),
        },
        Mutation: { open: (_: unknown, { id }: Key) => ({ id, name: `opened ${id}`, size: 1 }), close: fail('SHOP_003') },
        Shop: {
          __resolveReference: ({ id }: Key) => ({ id, name: 'twin', size: 1 }),
          owner: ({ id }: Key) => ({ name: `owner of ${id}`, phone: id === 's1' ? '1' : fail('OWNER_001') }),
          words: () => ['a', new GraphQLError('no word', { extensions: { code: 'WORD_001' } }), null],
        },
      },
    },
    halls: {
      sdl: `
        type Shop @key(fields: "id") { id: ID! size: Int @external area: Int @requires(fields: "size") seats: [Seat]! door: Door! twin: Shop }
        type Seat { number: Int! free: Boolean! }
        type Door { open: Boolean! key: String }
      `,
      resolvers: {
        Shop: {
          area: ({ size }: { size: number | null }) => (size === null ? fail('AREA_001')() : size * 10),
          seats: ({ id }: Key) => [
            { number: 1, free: true },
            { number: 2, free: id === 's1' ? true : fail('SEAT_001') },
          ],
          door: ({ id }: Key) => (id === 's1' ? { open: true, key: fail('DOOR_001') } : null),
          twin: () => ({ id: 's2' }),
        },
      },
    },
  },
  cases: [
    {
      title: 'an item of a list that failed is null, the others are completed',
      query: '{ shops { name seats { number } } }',
      data: {
        shops: [{ name: 'Yard', seats: [{ number: 1 }, { number: 2 }] }, null, { name: 'Hall', seats: [{ number: 1 }, { number: 2 }] }],
      },
      errors: [{ path: ['shops', 1], extensions: { code: 'SHOP_001', service: 'shops' } }],
    },
    {
      title: 'a requirement that failed in one item leaves those of others',
      query: '{ shops { id area } }',
      data: { shops: [{ id: 's1', area: 30 }, null, { id: 's2', area: null }] },
      errors: [
        { path: ['shops', 1], extensions: { code: 'SHOP_001', service: 'shops' } },
        { path: ['shops', 2], extensions: { code: 'SHOP_002', service: 'shops' } },
        { path: ['shops', 2, 'area'], extensions: { code: 'AREA_001', service: 'halls' } },
      ],
    },
    {
      title: 'a null removes what must not have it, under the client’s names',
      query: '{ first: shop { boss: owner { n: name tel: phone } twin { boss: owner { n: name tel: phone } } } }',
      data: { first: { boss: { n: 'owner of s1', tel: '1' }, twin: { boss: null } } },
      errors: [{ path: ['first', 'twin', 'boss', 'tel'], extensions: { code: 'OWNER_001', service: 'shops' } }],
    },
    {
      title: 'lists keep what their nulls let them keep',
      query: '{ grid strictGrid shop { words } }',
      data: { grid: [[1, 2], null, null], strictGrid: null, shop: { words: ['a', null, null] } },
      errors: [
        { path: ['grid', 1, 1] },
        { path: ['strictGrid', 1, 0] },
        { path: ['shop', 'words', 1], message: 'no word', extensions: { code: 'WORD_001', service: 'shops' } },
      ],
    },
    {
      title: 'an error deep in an entity’s list removes the item',
      query: '{ shop { twin { name s: seats { number isFree: free } } } }',
      data: { shop: { twin: { name: 'twin', s: [{ number: 1, isFree: true }, null] } } },
      errors: [{ path: ['shop', 'twin', 's', 1, 'isFree'], extensions: { code: 'SEAT_001', service: 'halls' } }],
    },
    {
      title: 'a non-null object that failed takes its parent along, an error below one that did not leaves it',
      query: '{ shop { door { open key } twin { id door { open } } } }',
      data: { shop: { door: { open: true, key: null }, twin: null } },
      errors: [
        { path: ['shop', 'door', 'key'], extensions: { code: 'DOOR_001', service: 'halls' } },
        { path: ['shop', 'twin', 'door'], message: 'Cannot return null for non-nullable field Shop.door.' },
      ],
    },
    {
      title: 'a member of a union whose field failed',
      query: '{ chosen { __typename ... on Note { text } ... on Shop { area } } }',
      data: { chosen: null },
      errors: [{ path: ['chosen', 'text'], extensions: { code: 'NOTE_001', service: 'shops' } }],
    },
    {
      title: 'mutations before one that failed have run, and nothing is left of their data where null must not be',
      query: 'mutation { a: open(id: "s1") { name area } close(id: "s2") { name } }',
      data: null,
      errors: [{ path: ['close'], extensions: { code: 'SHOP_003', service: 'shops' } }],
    },
    {
      title: 'a null at the root’s non-null field explains the whole answer',
      query: '{ must { id name } shop { area } }',
      data: null,
      errors: [{ path: ['must', 'name'], message: 'Cannot return null for non-nullable field Shop.name.' }],
    },
  ],
};
