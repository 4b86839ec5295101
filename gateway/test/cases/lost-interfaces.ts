import type { Suite } from '../case.ts';

/** An interface without a single known implementation where it comes from. */
export const lostInterfaces: Suite = {
  name: '@interfaceObject that cannot be resolved',
  subgraphs: {
    first: {
      sdl: `
        type Query { thing: Thing tool: Tool shop: Shop! hello: String }
        type Shop { thing: Thing must: Thing! name: String }
        interface Thing @key(fields: "id") { id: ID! }
        interface Tool @key(fields: "id") { id: ID! }
        type Saw implements Tool @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          thing: () => ({ __typename: 'Thing', id: 't' }),
          tool: () => ({ __typename: 'Saw', id: 's' }),
          shop: () => ({ name: 'Yard', thing: { __typename: 'Thing', id: 't' }, must: { __typename: 'Thing', id: 't' } }),
          hello: () => 'hi',
        },
      },
    },
    second: {
      sdl: `
        type Query { other: Thing }
        type Thing @key(fields: "id") @interfaceObject { id: ID! note: String }
        type Tool @key(fields: "id") @interfaceObject { id: ID! brand: String }
      `,
      resolvers: { Query: { other: () => ({ id: 'o', note: 'noted' }) }, Tool: { brand: ({ id }: { id: string }) => `brand of ${id}` } },
    },
  },
  cases: [
    { title: 'asked where it is an object, it answers', query: '{ other { id note } }', data: { other: { id: 'o', note: 'noted' } } },
    {
      title: 'asked where it is an interface without implementations, it is an error',
      query: '{ thing { note } }',
      data: null,
      errors: [{ message: 'No subgraph can answer this operation.' }],
    },
    { title: 'also when only its key is asked', query: '{ thing { id } }', data: { thing: null }, errors: [{ path: ['thing'] }] },
    {
      title: 'the rest of the operation answers',
      query: '{ thing { note } hello }',
      data: { thing: null, hello: 'hi' },
      errors: [{ path: ['thing'] }],
    },
    {
      title: 'also deeper down',
      query: '{ shop { name thing { note } } }',
      data: { shop: { name: 'Yard', thing: null } },
      errors: [{ path: ['shop', 'thing'] }],
    },
    {
      title: 'an interface with implementations is completed',
      query: '{ tool { __typename id brand ... on Saw { id brand } } }',
      data: { tool: { __typename: 'Saw', id: 's', brand: 'brand of s' } },
    },
    {
      title: 'under aliases and in fragments',
      query: '{ a: thing { ...n } hello } fragment n on Thing { b: note }',
      data: { a: null, hello: 'hi' },
      errors: [{ path: ['a'] }],
    },
    {
      title: 'where null is not allowed it removes its parent, with the one error',
      query: '{ shop { name must { note } } }',
      data: null,
      errors: [{ path: ['shop', 'must'] }],
    },
    {
      title: 'what is skipped is no error',
      query: 'query ($no: Boolean = false) { shop { name thing @include(if: $no) { note } } hello }',
      data: { shop: { name: 'Yard' }, hello: 'hi' },
    },
  ],
};
