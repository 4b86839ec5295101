import type { Suite } from '../case.ts';

/**
 * A field that is called like the name which the gateway gives `price(in: "USD")` of a `@requires` in what it
 * plans by: loading the supergraph throws.
 */
export const requiredNames: Suite = {
  name: 'Fields called like required ones',
  subgraphs: {
    shop: {
      sdl: `
        type Query { item: Item }
        type Item @key(fields: "id") { id: ID! price(in: String): String price__required_0: Int }
      `,
      resolvers: {
        Query: { item: () => ({ id: '1' }) },
        Item: { price: (_: unknown, { in: of }: { in?: string }) => `price in ${of}`, price__required_0: () => 7 },
      },
    },
    tags: {
      sdl: `
        type Item @key(fields: "id") { id: ID! price(in: String): String @external tag: String @requires(fields: "price(in: \\"USD\\")") }
      `,
      resolvers: { Item: { tag: ({ price }: { price: string }) => `tag: ${price}` } },
    },
  },
  cases: [
    { title: 'are apart', query: '{ item { tag price__required_0 } }', data: { item: { tag: 'tag: price in USD', price__required_0: 7 } } },
  ],
};
