import type { Suite } from '../case.ts';

/** A field that is an interface in one subgraph, and in another a narrower one. */
export const narrowerInterfaces: Suite = {
  name: 'Fields narrowed to an interface',
  subgraphs: {
    wide: {
      sdl: `
        type Query { zoo: Zoo }
        type Zoo @key(fields: "id") { id: ID! star: Animal @shareable }
        interface Animal { name: String }
        interface Pet implements Animal { name: String }
        type Dog implements Pet & Animal { name: String @shareable bark: Int }
        type Lion implements Animal { name: String @shareable roar: Int }
      `,
      resolvers: { Query: { zoo: () => ({ id: '1' }) }, Zoo: { star: () => ({ __typename: 'Dog', name: 'Rex', bark: 5 }) } },
    },
    narrow: {
      sdl: `
        type Query { shop: Zoo }
        type Zoo @key(fields: "id") { id: ID! star: Pet @shareable }
        interface Animal { name: String }
        interface Pet implements Animal { name: String }
        type Dog implements Pet & Animal { name: String @shareable tail: Int }
      `,
      resolvers: { Query: { shop: () => ({ id: '2' }) }, Zoo: { star: () => ({ __typename: 'Dog', name: 'Rex', tail: 6 }) } },
    },
  },
  cases: [
    {
      title: 'a field of the interface beside one of a type',
      query: '{ shop { star { name ... on Dog { tail } } } }',
      data: { shop: { star: { name: 'Rex', tail: 6 } } },
    },
    {
      title: 'of which nothing is left, or the type alone',
      query: '{ shop { star { ... on Dog @skip(if: true) { tail } } } zoo { star { __typename } } }',
      data: { shop: { star: {} }, zoo: { star: { __typename: 'Dog' } } },
    },
    {
      title: 'with what the other has',
      query: '{ shop { star { name ... on Dog { bark } ... on Lion { roar } } } zoo { star { name ... on Dog { tail } } } }',
      data: { shop: { star: { name: 'Rex', bark: 5 } }, zoo: { star: { name: 'Rex', tail: 6 } } },
    },
  ],
};
