import type { Suite } from '../case.ts';

type Line = { sku: string; maker?: { code: string; land: { iso: string } } | null };
type Order = { id: string; lines: (Line | null)[]; chosen?: { sku: string } | null };

const orders: Record<string, Order> = {
  o1: {
    id: 'o1',
    lines: [
      { sku: 's1', maker: { code: 'm1', land: { iso: 'KR' } } },
      { sku: 's2', maker: { code: 'm2', land: { iso: 'JP' } } },
    ],
    chosen: { sku: 's2' },
  },
  o2: { id: 'o2', lines: [], chosen: null },
  o3: { id: 'o3', lines: [{ sku: 's3', maker: null }, null], chosen: { sku: 's3' } },
};
const lineOf = ({ sku }: Line) =>
  Object.values(orders)
    .flatMap(({ lines }) => lines)
    .find((line) => line?.sku === sku) ?? null;
const skus = ({ lines }: Order): string => lines.map((line) => line?.sku ?? '-').join('+');

/** Keys that are lists of objects, several levels deep, with nulls in them, and objects in them that are entities themselves. */
export const keysOfLists: Suite = {
  name: 'Keys of nested objects and lists',
  subgraphs: {
    orders: {
      sdl: `
        type Query { orders: [Order!]! order(id: ID!): Order }
        type Order @key(fields: "id") @key(fields: "lines { sku }") { id: ID! lines: [Line]! chosen: Line @shareable }
        type Line @key(fields: "sku") { sku: ID! maker: Maker @shareable }
        type Maker @key(fields: "code") { code: ID! land: Land! @shareable }
        type Land @shareable { iso: ID! }
      `,
      resolvers: {
        Query: { orders: () => Object.values(orders), order: (_: unknown, { id }: { id: string }) => orders[id] ?? null },
        Order: {
          __resolveReference: ({ id, lines }: Order) =>
            Object.values(orders).find((order) => order.id === id || (lines && skus(order) === skus({ id, lines }))) ?? null,
        },
        Line: { __resolveReference: lineOf },
        Maker: { __resolveReference: ({ code }: { code: string }) => ({ code, land: { iso: code === 'm1' ? 'KR' : 'JP' } }) },
      },
    },
    freight: {
      sdl: `
        type Query { heaviest: Order }
        type Order @key(fields: "lines { sku }") { lines: [Line]! weight: Int next: Order }
        type Line @key(fields: "sku") { sku: ID! grams: Int }
      `,
      resolvers: {
        Query: { heaviest: () => ({ lines: [{ sku: 's1' }, { sku: 's2' }] }) },
        Order: {
          __resolveReference: (order: Order) => order,
          weight: (order: Order) => order.lines.length * 100,
          next: ({ lines }: Order) => (lines.length === 2 ? { lines: [] } : null),
        },
        Line: { grams: ({ sku }: Line) => Number(sku[1]) * 10 },
      },
    },
    customs: {
      sdl: `
        type Order @key(fields: "id lines { sku maker { code land { iso } } } chosen { sku }") {
          id: ID! lines: [Line]! chosen: Line duty: String
        }
        type Line @key(fields: "sku") { sku: ID! maker: Maker @shareable }
        type Maker @key(fields: "code land { iso }") { code: ID! land: Land! @shareable trusted: Boolean }
        type Land @shareable { iso: ID! }
      `,
      resolvers: {
        Order: {
          __resolveReference: (order: Order) => order,
          duty: ({ id, lines, chosen }: Order) =>
            `${id}: ${lines.map((line) => (line ? (line.maker?.land.iso ?? '?') : '-')).join()} ${chosen?.sku ?? 'none'}`,
        },
        Line: { __resolveReference: lineOf },
        Maker: { trusted: ({ land }: { land: { iso: string } }) => land.iso === 'KR' },
      },
    },
  },
  cases: [
    {
      title: 'a list of objects is a key, also an empty one and one with a null in it',
      query: '{ orders { id weight } }',
      data: {
        orders: [
          { id: 'o1', weight: 200 },
          { id: 'o2', weight: 0 },
          { id: 'o3', weight: 200 },
        ],
      },
    },
    {
      title: 'and leads back to the one by id',
      query: '{ heaviest { id weight next { id weight } } }',
      data: { heaviest: { id: 'o1', weight: 200, next: { id: 'o2', weight: 0 } } },
    },
    {
      title: 'a key of four levels, with nulls on two of them',
      query: '{ orders { duty } }',
      data: { orders: [{ duty: 'o1: KR,JP s2' }, { duty: 'o2:  none' }, { duty: 'o3: ?,- s3' }] },
    },
    {
      title: 'over two subgraphs to a third that shares no key with the first',
      query: '{ heaviest { duty chosen { grams } } }',
      data: { heaviest: { duty: 'o1: KR,JP s2', chosen: { grams: 20 } } },
    },
    {
      title: 'entities in a key are entities, with fields of all',
      query: '{ order(id: "o1") { lines { grams maker { trusted land { iso } } } duty } }',
      data: {
        order: {
          lines: [
            { grams: 10, maker: { trusted: true, land: { iso: 'KR' } } },
            { grams: 20, maker: { trusted: false, land: { iso: 'JP' } } },
          ],
          duty: 'o1: KR,JP s2',
        },
      },
    },
    {
      title: 'what a key needs does not show where other things of the list are asked for',
      query: '{ order(id: "o3") { weight duty lines { grams } chosen { __typename } } }',
      data: { order: { weight: 200, duty: 'o3: ?,- s3', lines: [{ grams: 30 }, null], chosen: { __typename: 'Line' } } },
    },
    {
      title: 'under aliases that are names in the key',
      query: '{ order(id: "o1") { lines: duty chosen: weight id: lines { sku: grams maker: sku code: maker { land: code } } } }',
      data: {
        order: {
          lines: 'o1: KR,JP s2',
          chosen: 200,
          id: [
            { sku: 10, maker: 's1', code: { land: 'm1' } },
            { sku: 20, maker: 's2', code: { land: 'm2' } },
          ],
        },
      },
    },
  ],
};
