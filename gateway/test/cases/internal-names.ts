import type { Suite } from '../case.ts';

const things = [
  { id__0: 'k1', id: 'i', name: 'n', name__0: 7 },
  { id__0: 'k2', id: 'i', name: 'n', name__0: 8 },
];

/** Fields of the schema that are called like the keys which the gateway gives a client's aliases (`id: name` is asked as `id__0: name`). */
export const internalNames: Suite = {
  name: 'Fields called like internal keys',
  subgraphs: {
    things: {
      sdl: `
        type Query { things: [Thing] }
        type Thing @key(fields: "id__0") { id__0: ID! id: String name: String name__0: Int }
      `,
      resolvers: { Query: { things: () => things } },
    },
    prices: {
      sdl: `
        type Thing @key(fields: "id__0") { id__0: ID! name__0: Int @external price: String label: String @requires(fields: "name__0") }
      `,
      resolvers: {
        Thing: {
          price: ({ id__0 }: { id__0: string }) => `price of ${id__0}`,
          label: ({ name__0 }: { name__0: unknown }) => `label ${name__0}`,
        },
      },
    },
  },
  cases: [
    {
      title: 'an alias that gives the name of a key is not the key',
      query: '{ things { id: name price } }',
      data: {
        things: [
          { id: 'n', price: 'price of k1' },
          { id: 'n', price: 'price of k2' },
        ],
      },
    },
    {
      title: 'an alias that gives the name of what is required is not required',
      query: '{ things { name: id label } }',
      data: {
        things: [
          { name: 'i', label: 'label 7' },
          { name: 'i', label: 'label 8' },
        ],
      },
    },
    {
      title: 'an alias beside the field itself',
      query: '{ things { id: name id__0 } }',
      data: {
        things: [
          { id: 'n', id__0: 'k1' },
          { id: 'n', id__0: 'k2' },
        ],
      },
    },
  ],
};
