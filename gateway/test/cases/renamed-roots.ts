import type { Suite } from '../case.ts';

/** Subgraphs whose root types have names of their own. */
export const renamedRoots: Suite = {
  name: 'Root types of other names',
  subgraphs: {
    first: {
      sdl: `
        schema { query: FirstQuery }
        type FirstQuery { first: Int box: Box }
        type Box { query: FirstQuery }
      `,
      resolvers: { FirstQuery: { first: () => 1, box: () => ({ query: {} }) } },
    },
    second: {
      sdl: `
        schema { query: SecondQuery }
        type SecondQuery { second: Int self: SecondQuery }
      `,
      resolvers: { SecondQuery: { second: () => 2, self: () => ({}) } },
    },
  },
  cases: [
    { title: 'are one', query: '{ first second ... on Query { __typename } }', data: { first: 1, second: 2, __typename: 'Query' } },
    { title: 'in an answer, with fields of the other', query: '{ self { second first } }', data: { self: { second: 2, first: 1 } } },
    {
      title: 'in an object, with fields of the other',
      query: '{ box { query { first second self { first } } } }',
      data: { box: { query: { first: 1, second: 2, self: { first: 1 } } } },
    },
  ],
};
