import type { Suite } from '../case.ts';

/** Interfaces and unions over subgraphs, entity interfaces with `@interfaceObject`, fragments on all of them. */
export const abstractTypes: Suite = {
  name: 'Interfaces and unions',
  subgraphs: {
    library: {
      sdl: `
        type Query { media: [Media!]! search: [Found!]! book: Book }
        interface Media @key(fields: "id") { id: ID! title: String! }
        type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }
        type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! }
        type Person @key(fields: "id") { id: ID! title: Int! }
        union Found = Book | Film | Person
      `,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: 'b', title: 'Mom', pages: 300 },
            { __typename: 'Film', id: 'f', title: 'Oldboy', minutes: 120 },
          ],
          search: () => [
            { __typename: 'Person', id: 'p', title: 7 },
            { __typename: 'Film', id: 'f', title: 'Oldboy', minutes: 120 },
            { __typename: 'Book', id: 'b', title: 'Mom', pages: 300 },
          ],
          book: () => ({ id: 'b', title: 'Mom', pages: 300 }),
        },
        Media: {
          __resolveReference: ({ id }: { id: string }) =>
            id === 'b'
              ? { __typename: 'Book', id, title: 'Mom', pages: 300 }
              : id === 'f'
                ? { __typename: 'Film', id, title: 'Oldboy', minutes: 120 }
                : null,
        },
      },
    },
    reviews: {
      sdl: `
        type Query { bestReviewed: [Media!]! lost: Media }
        type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int! }
      `,
      resolvers: {
        Query: { bestReviewed: () => [{ id: 'f' }, { id: 'b' }], lost: () => ({ id: 'lost' }) },
        Media: { stars: ({ id }: { id: string }) => (id === 'b' ? 5 : 4) },
      },
    },
    fame: {
      sdl: `
        type Film @key(fields: "id") { id: ID! awards: [String!]! }
        type Person @key(fields: "id") { id: ID! fans: Int! }
      `,
      resolvers: { Film: { awards: () => ['Cannes'] }, Person: { fans: () => 12 } },
    },
  },
  cases: [
    {
      title: 'fragments choose by the runtime type',
      query: '{ media { __typename title ... on Book { pages } ... on Film { minutes awards } } }',
      data: {
        media: [
          { __typename: 'Book', title: 'Mom', pages: 300 },
          { __typename: 'Film', title: 'Oldboy', minutes: 120, awards: ['Cannes'] },
        ],
      },
    },
    {
      title: 'union members with fields of one name and different types',
      query: '{ search { ... on Person { title } ... on Media { name: title stars } } }',
      data: { search: [{ title: 7 }, { name: 'Oldboy', stars: 4 }, { name: 'Mom', stars: 5 }] },
    },
    {
      title: 'one response key for other fields of other types',
      query: '{ search { ... on Person { x: fans } ... on Film { x: minutes } ... on Book { x: stars } } }',
      data: { search: [{ x: 12 }, { x: 120 }, { x: 5 }] },
    },
    {
      title: 'an interface object adds a field to every implementation',
      query: '{ media { stars } }',
      data: { media: [{ stars: 5 }, { stars: 4 }] },
    },
    {
      title: 'an interface object finds its runtime type where it is known',
      query: '{ bestReviewed { __typename id stars title ... on Film { minutes } } }',
      data: {
        bestReviewed: [
          { __typename: 'Film', id: 'f', stars: 4, title: 'Oldboy', minutes: 120 },
          { __typename: 'Book', id: 'b', stars: 5, title: 'Mom' },
        ],
      },
    },
    {
      title: 'an interface object that nobody knows is an error, not a null in silence',
      query: '{ lost { __typename id } }',
      data: { lost: null },
      errors: [{ path: ['lost'] }],
    },
    {
      title: 'named fragments, nested and with conditions',
      query:
        'query ($deep: Boolean!) { search { ...found } } fragment found on Found { __typename ...media @include(if: $deep) } fragment media on Media { id ... on Book @skip(if: true) { pages } ... on Film { minutes } }',
      variables: { deep: true },
      data: { search: [{ __typename: 'Person' }, { __typename: 'Film', id: 'f', minutes: 120 }, { __typename: 'Book', id: 'b' }] },
    },
    {
      title: 'a field asked on the interface and on the type is one field',
      query: '{ book { ... on Media { title stars } title } }',
      data: { book: { title: 'Mom', stars: 5 } },
    },
  ],
};
