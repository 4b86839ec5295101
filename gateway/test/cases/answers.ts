import type { Suite } from '../case.ts';

/** GraphQL §6: what the answer looks like, whatever the subgraphs sent. */
export const answers: Suite = {
  name: 'Answers',
  subgraphs: {
    one: {
      sdl: `
        type Query { shop: Shop! shops: [Shop!]! strict: [Strict]! echo(input: EchoInput!): String! colour: Colour hidden: Colour }
        input EchoInput { text: String! = "hi" times: Int = 2 tags: [String!] }
        enum Colour { RED SECRET @inaccessible }
        type Shop @key(fields: "id") { id: ID! name: String! owner: Person }
        type Person { name: String! }
        type Strict { must: Int! }
      `,
      resolvers: {
        Query: {
          shop: () => ({ id: '1', name: 'Yard', owner: { name: 'Kim' } }),
          shops: () => [{ id: '1', name: 'Yard', owner: null }],
          strict: () => [{ must: 1 }, { must: 2 }],
          echo: (_: unknown, { input }: { input: { text: string; times: number; tags?: string[] } }) => JSON.stringify(input),
          colour: () => 'RED',
          hidden: () => 'SECRET',
        },
      },
    },
    two: {
      sdl: `
        type Query { other: Int! }
        type Shop @key(fields: "id") { id: ID! rating: Float tables: Int! opinion(of: String!): String }
      `,
      resolvers: {
        Query: { other: () => 5 },
        Shop: { rating: () => 4.5, tables: () => 3, opinion: (_: unknown, { of }: { of: string }) => `fine, says ${of}` },
      },
    },
  },
  cases: [
    {
      title: 'fields come in the order in which they were asked for',
      query: '{ other shop { rating name } again: other }',
      data: { other: 5, shop: { rating: 4.5, name: 'Yard' }, again: 5 },
    },
    {
      title: 'selections of one response key are merged',
      query: '{ shop { owner { name } } shop { name owner { boss: name } rating } }',
      data: { shop: { owner: { name: 'Kim', boss: 'Kim' }, name: 'Yard', rating: 4.5 } },
    },
    {
      title: '__typename at every level, with aliases',
      query: '{ __typename t: __typename shop { kind: __typename } }',
      data: { __typename: 'Query', t: 'Query', shop: { kind: 'Shop' } },
    },
    {
      title: '@skip and @include leave fields and fetches out',
      query:
        'query ($yes: Boolean!, $no: Boolean = false) { shop { name @skip(if: $yes) rating @include(if: $no) tables @include(if: $yes) @skip(if: $no) } other @skip(if: true) }',
      variables: { yes: true },
      data: { shop: { tables: 3 } },
    },
    {
      title: 'a field under __proto__ is a field like others',
      query: '{ __proto__: shop { __proto__: name constructor: rating } }',
      data: JSON.parse('{ "__proto__": { "__proto__": "Yard", "constructor": 4.5 } }'),
    },
    {
      title: 'introspection and data in one answer',
      query: 'query ($name: String!) { other __type(name: $name) { name fields { name } } __schema { queryType { name } } }',
      variables: { name: 'Person' },
      data: { other: 5, __type: { name: 'Person', fields: [{ name: 'name' }] }, __schema: { queryType: { name: 'Query' } } },
    },
    {
      title: 'input objects reach the subgraph as they were sent, and defaults apply',
      query: 'query ($input: EchoInput!) { echo(input: $input) a: echo(input: { tags: ["x"], times: null }) }',
      variables: { input: { text: 'yo' } },
      data: { echo: '{"text":"yo","times":2}', a: '{"text":"hi","times":null,"tags":["x"]}' },
    },
    {
      title: 'a variable of the wrong type is an error before anything runs',
      query: 'query ($input: EchoInput!) { echo(input: $input) }',
      variables: { input: { times: 'two' } },
      data: null,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'input.times' } }],
    },
    {
      title: 'an enum value that clients may not see is null with an error',
      query: '{ colour hidden }',
      data: { colour: 'RED', hidden: null },
      errors: [{ path: ['hidden'] }],
    },
  ],
};
