import type { Suite } from '../case.ts';

type Key = { id: string };
type Product = { id: string; upc?: string; weight?: number | null; price?: number | null; dimensions?: { size: string; weight: number } };

const products: Record<string, Product> = {
  p1: { id: 'p1', upc: 'u1', price: 100, weight: 5, dimensions: { size: 'small', weight: 5 } },
  p2: { id: 'p2', upc: 'u2', price: 900, weight: null, dimensions: { size: 'large', weight: 50 } },
};

/**
 * Federation 1 as it is met: types that only extensions declare, external fields nobody uses, extended
 * interfaces and roots, provided lists.
 */
export const federationOneExtensions: Suite = {
  name: 'Extensions of federation 1',
  subgraphs: {
    products: {
      isFederationOne: true,
      sdl: `
        extend type Query { products: [Product] product(id: ID!): Product goods: [Goods!]! }
        interface Goods { id: ID! price: Int }
        type Product implements Goods @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID! price: Int weight: Int dimensions: Dimensions }
        type Dimensions { size: String weight: Int }
        extend type Stand @key(fields: "number") { number: Int! @external product: Product }
      `,
      resolvers: {
        Query: {
          products: () => [products.p1, null, products.p2],
          product: (_: unknown, { id }: Key) => products[id] ?? null,
          goods: () => [{ __typename: 'Product', ...products.p2 }],
        },
        Product: {
          __resolveReference: ({ id, upc }: Product) => Object.values(products).find((each) => each.id === id || each.upc === upc) ?? null,
        },
        Stand: { product: ({ number }: { number: number }) => products[`p${number}`] ?? null },
      },
    },
    inventory: {
      isFederationOne: true,
      sdl: `
        type Product @extends @key(fields: "upc") {
          upc: ID! @external
          price: Int @external
          weight: Int @external
          dimensions: Dimensions @external
          inStock: Boolean
          freight: Int @requires(fields: "price weight")
          crate: String @requires(fields: "dimensions { size weight }")
        }
        type Dimensions @extends { size: String @external weight: Int @external }
        extend type Query { scarce: [Product!]! @provides(fields: "price") stand(number: Int!): Stand }
        type Stand @extends @key(fields: "number") { number: Int! @external rent: Int keeper: Keeper @provides(fields: "name") }
        type Keeper @key(fields: "id") @extends { id: ID! @external name: String! @external }
      `,
      resolvers: {
        Query: { scarce: () => [{ upc: 'u1', price: 1 }], stand: (_: unknown, { number }: { number: number }) => ({ number }) },
        Product: {
          inStock: ({ upc }: Product) => upc === 'u2',
          freight: ({ price, weight }: Product) => (weight == null ? null : price! * weight),
          crate: ({ dimensions }: Product) => `${dimensions!.size} ${dimensions!.weight}`,
        },
        Stand: {
          rent: ({ number }: { number: number }) => number * 10,
          keeper: ({ number }: { number: number }) => ({ id: `k${number}`, name: 'provided' }),
        },
      },
    },
    people: {
      isFederationOne: true,
      sdl: `
        type Keeper @key(fields: "id") { id: ID! name: String! phone: String stands: [Stand!]! }
        type Stand @key(fields: "number") { number: Int! }
        extend type Product @key(fields: "id") { id: ID! @external upc: ID! @external price: Int @external maker: Keeper! }
        extend type Mutation { hire(id: ID!): Keeper! }
      `,
      resolvers: {
        Keeper: {
          __resolveReference: ({ id }: Key) => ({ id }),
          name: ({ id }: Key) => `owned ${id}`,
          phone: ({ id }: Key) => `phone ${id}`,
          stands: ({ id }: Key) => [{ number: Number(id.slice(1)) }],
        },
        Product: { maker: ({ id }: Key) => ({ id: id.replace('p', 'k') }) },
        Mutation: { hire: (_: unknown, { id }: Key) => ({ id }) },
      },
    },
  },
  cases: [
    {
      title: 'an extension by one key, of a list with nulls',
      query: '{ products { id inStock } }',
      data: { products: [{ id: 'p1', inStock: false }, null, { id: 'p2', inStock: true }] },
    },
    {
      title: 'external fields are required, of objects too, and may be null',
      query: '{ products { freight crate dimensions { size } } }',
      data: {
        products: [
          { freight: 500, crate: 'small 5', dimensions: { size: 'small' } },
          null,
          { freight: null, crate: 'large 50', dimensions: { size: 'large' } },
        ],
      },
    },
    {
      title: 'by an interface',
      query: '{ goods { price ... on Product { inStock maker { phone } } } }',
      data: { goods: [{ price: 900, inStock: true, maker: { phone: 'phone k2' } }] },
    },
    {
      title: 'a type of which its owner has the key only',
      query: '{ stand(number: 2) { number rent product { upc inStock } } }',
      data: { stand: { number: 2, rent: 20, product: { upc: 'u2', inStock: true } } },
    },
    {
      title: 'what a list provides, and what it does not',
      query: '{ scarce { upc price weight freight } product(id: "p1") { price } }',
      data: { scarce: [{ upc: 'u1', price: 1, weight: 5, freight: 5 }], product: { price: 100 } },
    },
    {
      title: 'what an extension provides of an extension',
      query: '{ stand(number: 1) { keeper { name phone stands { rent product { id } } } } }',
      data: { stand: { keeper: { name: 'provided', phone: 'phone k1', stands: [{ rent: 10, product: { id: 'p1' } }] } } },
    },
    {
      title: 'external fields that nobody uses come from their owner',
      query: '{ scarce { maker { name } dimensions { weight } } product(id: "p2") { maker { stands { product { price upc } } } } }',
      data: {
        scarce: [{ maker: { name: 'owned k1' }, dimensions: { weight: 5 } }],
        product: { maker: { stands: [{ product: { price: 900, upc: 'u2' } }] } },
      },
    },
    {
      title: 'an extended mutation, completed by others',
      query:
        'mutation { a: hire(id: "k2") { name stands { rent product { freight } } } b: hire(id: "k1") { stands { product { crate } } } }',
      data: {
        a: { name: 'owned k2', stands: [{ rent: 20, product: { freight: null } }] },
        b: { stands: [{ product: { crate: 'small 5' } }] },
      },
    },
  ],
};
