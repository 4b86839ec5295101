import type { Suite } from '../case.ts';

const media: Record<string, { __typename: string; id: string; title: string; pages?: number; minutes?: number }> = {
  b1: { __typename: 'Book', id: 'b1', title: 'Mom', pages: 300 },
  f1: { __typename: 'Film', id: 'f1', title: 'Oldboy', minutes: 120 },
};

/** `@provides` and `@requires` with fragments, on unions and interfaces, nested. */
export const providedFragments: Suite = {
  name: '@requires and @provides with fragments',
  subgraphs: {
    store: {
      sdl: `
        type Query { shelf: Shelf! }
        type Shelf @key(fields: "id") { id: ID! top: Media boxes: [Box!]! }
        interface Media { id: ID! title: String! }
        type Book implements Media @key(fields: "id") { id: ID! title: String! @shareable pages: Int! @shareable }
        type Film implements Media @key(fields: "id") { id: ID! title: String! @shareable minutes: Int! @shareable }
        type Box { size: Size! label: String }
        union Size = Round | Square
        type Round { radius: Int! }
        type Square { width: Int! height: Int! }
      `,
      resolvers: {
        Query: { shelf: () => ({ id: 's' }) },
        Shelf: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          top: () => media.b1,
          boxes: () => [
            { size: { __typename: 'Round', radius: 3 }, label: 'r' },
            { size: { __typename: 'Square', width: 2, height: 4 }, label: null },
          ],
        },
        Book: { __resolveReference: ({ id }: { id: string }) => ({ ...media[id], title: 'from the store' }) },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ ...media[id], title: 'from the store' }) },
      },
    },
    wall: {
      sdl: `
        type Query {
          picks: [Media!]! @provides(fields: "... on Book { title } ... on Film { minutes }")
          mixed: [Pick!]! @provides(fields: "... on Book { pages }")
          poster: Poster @provides(fields: "of { title }")
        }
        union Pick = Book | Film
        interface Media { id: ID! title: String! }
        type Book implements Media @key(fields: "id") { id: ID! title: String! @external pages: Int! @external }
        type Film implements Media @key(fields: "id") { id: ID! title: String! @external minutes: Int! @external }
        type Poster { of: Book! }
        type Shelf @key(fields: "id") {
          id: ID!
          top: Media @external
          boxes: [Box!]! @external
          room: Int! @requires(fields: "boxes { label size { ... on Round { radius } ... on Square { width height } } }")
          heading: String @requires(fields: "top { id ... on Book { pages } ... on Film { minutes } }")
        }
        type Box @external { size: Size! label: String }
        union Size = Round | Square
        type Round @external { radius: Int! }
        type Square @external { width: Int! height: Int! }
      `,
      resolvers: {
        Query: {
          picks: () => [
            { ...media.b1, title: 'provided' },
            { ...media.f1, minutes: 1 },
          ],
          mixed: () => [{ ...media.b1, pages: 7 }, media.f1],
          poster: () => ({ of: { ...media.b1, title: 'on the poster' } }),
        },
        Shelf: {
          room: ({ boxes }: { boxes: { size: { radius?: number; width?: number; height?: number } }[] }) =>
            boxes.reduce((sum, { size: { radius = 0, width = 0, height = 0 } }) => sum + radius * radius + width * height, 0),
          heading: ({ top }: { top: { id: string; pages?: number } }) => `${top.id}: ${top.pages}`,
        },
      },
    },
  },
  cases: [
    {
      title: 'fields provided type by type on an interface',
      query: '{ picks { id ... on Book { title } ... on Film { minutes } } }',
      data: {
        picks: [
          { id: 'b1', title: 'provided' },
          { id: 'f1', minutes: 1 },
        ],
      },
    },
    {
      title: 'what is provided on one type only comes from the owner on the other',
      query: '{ picks { title } }',
      data: { picks: [{ title: 'provided' }, { title: 'from the store' }] },
    },
    {
      title: 'fields provided on a member of a union',
      query: '{ mixed { ... on Book { pages title } ... on Film { minutes } } }',
      data: { mixed: [{ pages: 7, title: 'from the store' }, { minutes: 120 }] },
    },
    { title: 'a nested provided field', query: '{ poster { of { title } } }', data: { poster: { of: { title: 'on the poster' } } } },
    { title: 'a union is required with its members’ fields', query: '{ shelf { room } }', data: { shelf: { room: 17 } } },
    { title: 'an interface is required with its types’ fields', query: '{ shelf { heading } }', data: { shelf: { heading: 'b1: 300' } } },
    {
      title: 'a requirement beside aliases for its own fields',
      query: '{ shelf { room boxes { room: label size { ... on Square { radius: width } ... on Round { radius } } } } }',
      data: {
        shelf: {
          room: 17,
          boxes: [
            { room: 'r', size: { radius: 3 } },
            { room: null, size: { radius: 2 } },
          ],
        },
      },
    },
  ],
};
