import type { Suite } from '../case.ts';

/** The same types in several subgraphs, each with a part: value types, roots, unions and interfaces with members of their own. */
export const sharedTypes: Suite = {
  name: 'Types that several subgraphs share in part',
  subgraphs: {
    shop: {
      sdl: `
        type Query { item: Item @shareable items: [Item!]! hit: Hit @shareable media: [Media!]! only: String! @shareable viewer: Viewer @shareable }
        type Item @shareable { id: ID! price: Price name: String }
        type Price @shareable { amount: Int! currency: String }
        type Total @shareable { sum: Int! }
        union Hit = Item | Shelf
        type Shelf @key(fields: "id") { id: ID! width: Int }
        union Media = Book | Film
        type Book @key(fields: "id") { id: ID! title: String! @shareable }
        type Film @key(fields: "id") { id: ID! title: String! @shareable }
        type Viewer @shareable { book: Book media: Media }
      `,
      resolvers: {
        Query: {
          item: () => ({ id: 'i1', price: { amount: 3, currency: 'KRW' }, name: 'Tea' }),
          items: () => [{ id: 'i1', price: { amount: 3, currency: 'KRW' }, name: 'Tea' }],
          hit: () => ({ __typename: 'Item', id: 'i1', name: 'Tea' }),
          media: () => [
            { __typename: 'Book', id: 'b', title: 'Mom' },
            { __typename: 'Film', id: 'f', title: 'Oldboy' },
          ],
          only: () => 'shared',
          viewer: () => ({ book: { id: 'b', title: 'Mom' }, media: { __typename: 'Book', id: 'b', title: 'Mom' } }),
        },
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'Mom' }) },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'Oldboy' }) },
      },
    },
    depot: {
      sdl: `
        type Query { item: Item @shareable hit: Hit @shareable stored: [Total] only: String! @shareable viewer: Viewer @shareable streams: [Media!]! }
        type Item @shareable { id: ID! price: Price grams: Int @inaccessible }
        type Price @shareable { amount: Int! }
        type Total @shareable { sum: Int! }
        union Hit = Item | Box
        type Box { label: String! }
        union Media = Book | Song
        type Book @key(fields: "id") { id: ID! title: String! @shareable pages: Int }
        type Song @key(fields: "id") { id: ID! seconds: Int }
        type Viewer @shareable { book: Book media: Media song: Song }
      `,
      resolvers: {
        Query: {
          item: () => ({ id: 'i1', price: { amount: 3 } }),
          hit: () => ({ __typename: 'Item', id: 'i1' }),
          stored: () => [null, { sum: 9 }],
          only: () => 'shared',
          viewer: () => ({
            book: { id: 'b', title: 'Mom' },
            media: { __typename: 'Book', id: 'b', title: 'Mom' },
            song: { id: 's', seconds: 200 },
          }),
          streams: () => [
            { __typename: 'Song', id: 's', seconds: 200 },
            { __typename: 'Book', id: 'b', title: 'Mom' },
          ],
        },
        Book: {
          pages: ({ id }: { id: string }) => (id === 'b' ? 300 : null),
          __resolveReference: ({ id }: { id: string }) => ({ id, title: 'Mom' }),
        },
      },
    },
  },
  cases: [
    {
      title: 'a field that one of the sharers has comes from that one',
      query: '{ item { id name price { amount currency } } }',
      data: { item: { id: 'i1', name: 'Tea', price: { amount: 3, currency: 'KRW' } } },
    },
    {
      title: 'what both have comes once',
      query: '{ only item { price { amount } } }',
      data: { only: 'shared', item: { price: { amount: 3 } } },
    },
    {
      title: 'lists with nulls from where they are',
      query: '{ stored { sum t: __typename } items { name } }',
      data: { stored: [null, { sum: 9, t: 'Total' }], items: [{ name: 'Tea' }] },
    },
    {
      title: 'members of a union that only some subgraphs know may be asked for',
      query: '{ hit { __typename ... on Item { id } ... on Shelf { width } ... on Box { label } } }',
      data: { hit: { __typename: 'Item', id: 'i1' } },
    },
    {
      title: 'fields of members come from other subgraphs',
      query: '{ media { __typename ... on Book { title pages } ... on Film { title } ... on Song { seconds } } }',
      data: {
        media: [
          { __typename: 'Book', title: 'Mom', pages: 300 },
          { __typename: 'Film', title: 'Oldboy' },
        ],
      },
    },
    {
      title: 'the other way round',
      query: '{ streams { __typename ... on Song { seconds id } ... on Film { id } ... on Book { t: title } } }',
      data: {
        streams: [
          { __typename: 'Song', seconds: 200, id: 's' },
          { __typename: 'Book', t: 'Mom' },
        ],
      },
    },
    {
      title: 'a shared root object is put together from both',
      query: '{ viewer { book { title pages } media { ... on Book { id pages } ... on Song { id } } song { seconds } } }',
      data: { viewer: { book: { title: 'Mom', pages: 300 }, media: { id: 'b', pages: 300 }, song: { seconds: 200 } } },
    },
    {
      title: 'only the names of types',
      query: '{ item { __typename price { __typename } } media { __typename } }',
      data: { item: { __typename: 'Item', price: { __typename: 'Price' } }, media: [{ __typename: 'Book' }, { __typename: 'Film' }] },
    },
  ],
};
