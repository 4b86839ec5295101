import type { Suite } from '../case.ts';

const medias: Record<string, object> = {
  f: { __typename: 'Film', id: 'f', len: 90, title: 'Film' },
  s: { __typename: 'Song', id: 's', bpm: 120, title: 'Song' },
};
const find = ({ id }: { id: string }) => medias[id] ?? null;

/** An `@interfaceObject` that implements an interface: objects of a wider interface come without their type. */
export const interfaceObjectsImplement: Suite = {
  name: '@interfaceObject behind a wider interface',
  subgraphs: {
    library: {
      sdl: `
        type Query { medias: [Media] }
        interface Rated { id: ID! }
        interface Media implements Rated @key(fields: "id") { id: ID! title: String }
        type Film implements Media & Rated @key(fields: "id") { id: ID! title: String len: Int }
        type Song implements Media & Rated @key(fields: "id") { id: ID! title: String bpm: Int }
      `,
      resolvers: {
        Query: { medias: () => Object.values(medias) },
        Media: { __resolveReference: find },
        Film: { __resolveReference: find },
        Song: { __resolveReference: find },
      },
    },
    ratings: {
      sdl: `
        type Query { rated: [Rated] }
        interface Rated { stars: Int }
        type Media implements Rated @key(fields: "id") @interfaceObject { id: ID! stars: Int }
        type Shop implements Rated @key(fields: "id") { id: ID! stars: Int city: String }
      `,
      resolvers: {
        Query: {
          rated: () => [
            { __typename: 'Media', id: 'f' },
            { __typename: 'Shop', id: 'x', stars: 9, city: 'C' },
            null,
            { __typename: 'Media', id: 's' },
          ],
        },
        Media: { stars: ({ id }: { id: string }) => (id === 'f' ? 1 : 2) },
      },
    },
  },
  cases: [
    {
      title: 'the type’s name',
      query: '{ rated { __typename } }',
      data: { rated: [{ __typename: 'Film' }, { __typename: 'Shop' }, null, { __typename: 'Song' }] },
    },
    {
      title: 'the type’s name beside fields of both',
      query: '{ rated { __typename id stars } }',
      data: {
        rated: [
          { __typename: 'Film', id: 'f', stars: 1 },
          { __typename: 'Shop', id: 'x', stars: 9 },
          null,
          { __typename: 'Song', id: 's', stars: 2 },
        ],
      },
    },
    {
      title: 'fields of one type',
      query: '{ rated { ... on Song { bpm } ... on Shop { stars } } }',
      data: { rated: [{}, { stars: 9 }, null, { bpm: 120 }] },
    },
    {
      title: 'fields of the interface and of a type',
      query: '{ rated { ... on Media { title ... on Song { bpm } } } }',
      data: { rated: [{ title: 'Film' }, {}, null, { title: 'Song', bpm: 120 }] },
    },
    {
      title: 'a field of the wider interface, asked of one type',
      query: '{ rated { stars ... on Film { id stars } } }',
      data: { rated: [{ stars: 1, id: 'f' }, { stars: 9 }, null, { stars: 2 }] },
    },
  ],
};
