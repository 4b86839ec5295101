import type { Suite } from '../case.ts';

type Key = { id: string };

const books: Key[] = [{ id: 'b1' }, { id: 'b2' }];
const next = ({ id }: Key) => books.filter((book) => book.id !== id);

/**
 * A subgraph that only refers to an interface shares a field with one that can be asked for it, which fails
 * for the types that nobody asks about.
 */
export const interfaceObjectsReferred: Suite = {
  name: '@interfaceObject of a subgraph that only refers, beside one that shares its field',
  subgraphs: {
    library: {
      sdl: `
        type Query { all: [Asset!]! }
        interface Asset @key(fields: "id") { id: ID! }
        type Book implements Asset @key(fields: "id") { id: ID! }
        type Film implements Asset @key(fields: "id") { id: ID! stock: Int }
        type Disc implements Asset @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          all: () => [
            { __typename: 'Book', id: 'b1' },
            { __typename: 'Film', id: 'f1' },
            { __typename: 'Disc', id: 'd1' },
          ],
        },
        Asset: { __resolveReference: ({ id }: Key) => ({ __typename: id.startsWith('b') ? 'Book' : 'Film', id }) },
        Film: { stock: () => 3 },
      },
    },
    news: {
      sdl: `
        type Query { top: [Asset!]! }
        type Asset @key(fields: "id", resolvable: false) @interfaceObject { id: ID! rating: Int! @shareable next: [Asset!]! @shareable }
      `,
      resolvers: { Query: { top: () => books }, Asset: { rating: () => 5, next } },
    },
    critics: {
      sdl: 'type Asset @key(fields: "id") @interfaceObject { id: ID! rating: Int! @shareable next: [Asset!]! @shareable }',
      resolvers: {
        Asset: {
          next,
          rating: ({ id }: Key) => {
            if (id.startsWith('d')) throw new Error('Discs have none.');
            return 4;
          },
        },
      },
    },
  },
  cases: [
    {
      title: 'what it shares is asked of one type only, where it does not answer',
      query: '{ all { id ... on Book { rating } ... on Film { stock } } }',
      data: { all: [{ id: 'b1', rating: 4 }, { id: 'f1', stock: 3 }, { id: 'd1' }] },
    },
    {
      title: 'what it shares is asked of itself where it answers, however deep',
      query: '{ top { ... on Book { rating next { ... on Book { id stars: rating } ... on Film { stock } } } } }',
      data: {
        top: [
          { rating: 5, next: [{ id: 'b2', stars: 5 }] },
          { rating: 5, next: [{ id: 'b1', stars: 5 }] },
        ],
      },
    },
  ],
};
