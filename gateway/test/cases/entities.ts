import type { Suite } from '../case.ts';

const products = {
  p1: { id: 'p1', upc: 'u1', name: 'Tea', maker: { code: 'm1', country: 'KR' } },
  p2: { id: 'p2', upc: 'u2', name: 'Rice', maker: { code: 'm2', country: 'KR' } },
};
type Id = keyof typeof products;

/** Keys: one, several, nested, composite; lists, lists of lists, duplicates, unknown entities. */
export const entities: Suite = {
  name: 'Entities',
  subgraphs: {
    catalogue: {
      sdl: `
        type Query { product(id: ID!): Product products: [Product] shelves: [[Product!]!]! nothing: Product sameTwice: [Product!]! }
        type Mutation { rename(id: ID!, name: String!): Product! }
        type Product @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID! name: String! maker: Maker! }
        type Maker @key(fields: "code country") { code: ID! country: String! }
      `,
      resolvers: {
        Query: {
          product: (_: unknown, { id }: { id: Id }) => products[id] ?? null,
          products: () => [products.p1, null, products.p2],
          shelves: () => [[products.p1], [], [products.p2, products.p1]],
          nothing: () => null,
          sameTwice: () => [products.p1, products.p1, products.p2],
        },
        Mutation: { rename: (_: unknown, { id, name }: { id: Id; name: string }) => ({ ...products[id], name }) },
        Product: {
          __resolveReference: ({ id, upc }: { id?: Id; upc?: string }) =>
            Object.values(products).find((each) => each.id === id || each.upc === upc),
        },
      },
    },
    stock: {
      sdl: `
        type Query { low: [Product!]! }
        type Product @key(fields: "upc") { upc: ID! inStock: Int warehouse(near: String = "Seoul"): String! }
      `,
      resolvers: {
        Query: { low: () => [{ upc: 'u2' }, { upc: 'gone' }] },
        Product: {
          inStock: ({ upc }: { upc: string }) => (upc === 'u1' ? 3 : 0),
          warehouse: (_: unknown, { near }: { near: string }) => `near ${near}`,
        },
      },
    },
    makers: {
      sdl: `type Maker @key(fields: "code country") { code: ID! country: String! founded: Int related: [Maker!]! }`,
      resolvers: {
        Maker: {
          founded: ({ code }: { code: string }) => (code === 'm1' ? 1901 : 1999),
          related: ({ code }: { code: string }) => (code === 'm1' ? [{ code: 'm2', country: 'KR' }] : []),
        },
      },
    },
  },
  cases: [
    {
      title: 'a field of another subgraph is fetched by the key',
      query: '{ product(id: "p1") { name inStock } }',
      data: { product: { name: 'Tea', inStock: 3 } },
    },
    {
      title: 'a list keeps its order and its nulls',
      query: '{ products { id inStock } }',
      data: { products: [{ id: 'p1', inStock: 3 }, null, { id: 'p2', inStock: 0 }] },
    },
    {
      title: 'lists of lists are passed through',
      query: '{ shelves { name inStock } }',
      data: {
        shelves: [
          [{ name: 'Tea', inStock: 3 }],
          [],
          [
            { name: 'Rice', inStock: 0 },
            { name: 'Tea', inStock: 3 },
          ],
        ],
      },
    },
    { title: 'a null parent asks nobody', query: '{ nothing { inStock } }', data: { nothing: null } },
    {
      title: 'one entity at two places gets its fields at both',
      query: '{ sameTwice { inStock maker { founded } } }',
      data: {
        sameTwice: [
          { inStock: 3, maker: { founded: 1901 } },
          { inStock: 3, maker: { founded: 1901 } },
          { inStock: 0, maker: { founded: 1999 } },
        ],
      },
    },
    {
      title: 'an entity found by one key is completed by another',
      query: '{ low { name inStock } }',
      data: null,
      errors: [{ message: 'Cannot return null for non-nullable field Product.name.', path: ['low', 1, 'name'] }],
    },
    {
      title: 'composite keys, twice in a chain',
      query: '{ product(id: "p1") { maker { founded related { code founded } } } }',
      data: { product: { maker: { founded: 1901, related: [{ code: 'm2', founded: 1999 }] } } },
    },
    {
      title: 'arguments and their defaults reach the subgraph',
      query: 'query ($near: String) { product(id: "p2") { warehouse a: warehouse(near: $near) b: warehouse(near: "Jeju") } }',
      data: { product: { warehouse: 'near Seoul', a: 'near Seoul', b: 'near Jeju' } },
    },
    {
      title: 'variables and their defaults reach entity fetches',
      query: 'query ($near: String = "Daegu") { product(id: "p2") { warehouse(near: $near) } }',
      data: { product: { warehouse: 'near Daegu' } },
    },
    {
      title: 'what a mutation returns is completed by other subgraphs',
      query:
        'mutation { a: rename(id: "p1", name: "Green tea") { name inStock } b: rename(id: "p2", name: "Brown rice") { name inStock } }',
      data: { a: { name: 'Green tea', inStock: 3 }, b: { name: 'Brown rice', inStock: 0 } },
    },
  ],
};
