import type { Suite } from '../case.ts';

type Key = { id: string };

let touched: string[] = [];

/** The query type inside of answers: of mutations, of entities, of itself, with fields of all subgraphs. */
export const queriesInAnswers: Suite = {
  name: 'The query type inside of answers',
  subgraphs: {
    things: {
      sdl: `
        type Query { thing(id: ID!): Thing things: [Thing!]! again: Query! viewer: Viewer }
        type Mutation { touch(id: ID!): Touched! forget: Query }
        type Touched { id: ID! thing: Thing query: Query }
        type Thing @key(fields: "id") { id: ID! name: String! root: Query! }
        type Viewer { query: Query rows: [[Query]] name: String }
      `,
      resolvers: {
        Query: {
          thing: (_: unknown, { id }: Key) => ({ id }),
          things: () => [{ id: 't1' }, { id: 't2' }],
          again: () => ({}),
          viewer: () => ({ name: 'Kim', query: {}, rows: [[{}, null], []] }),
        },
        Mutation: {
          touch: (_: unknown, { id }: Key) => {
            touched.push(id);
            return { id, thing: { id }, query: {} };
          },
          forget: () => {
            touched = [];
            return {};
          },
        },
        Thing: { name: ({ id }: Key) => `name ${id}`, root: () => ({}) },
      },
    },
    counts: {
      sdl: `
        type Query { count(of: String): Int! best: Thing here: Query }
        type Mutation { reset: Query! }
        type Thing @key(fields: "id") { id: ID! size: Int back: Query }
      `,
      resolvers: {
        Query: {
          count: (_: unknown, { of }: { of?: string }) => (of === undefined ? touched.length : touched.filter((id) => id === of).length),
          best: () => ({ id: 't2' }),
          here: () => ({}),
        },
        Mutation: { reset: () => ({}) },
        Thing: { size: ({ id }: Key) => Number(id.slice(1)) * 10, back: ({ id }: Key) => (id === 't1' ? {} : null) },
      },
    },
  },
  cases: [
    {
      title: 'in a query, with fields of both, several levels deep',
      query: '{ again { best { size name } again { things { size } count } } here { thing(id: "t1") { name size } } }',
      data: {
        again: { best: { size: 20, name: 'name t2' }, again: { things: [{ size: 10 }, { size: 20 }], count: 0 } },
        here: { thing: { name: 'name t1', size: 10 } },
      },
    },
    {
      title: 'in an object, and in lists with nulls',
      query: '{ viewer { name query { best { name } } rows { count best { size } things { id } } } }',
      data: {
        viewer: {
          name: 'Kim',
          query: { best: { name: 'name t2' } },
          rows: [[{ count: 0, best: { size: 20 }, things: [{ id: 't1' }, { id: 't2' }] }, null], []],
        },
      },
    },
    {
      title: 'in entities, of each subgraph, with arguments and variables',
      query:
        'query ($id: ID!, $of: String) { things { root { count(of: $of) thing(id: $id) { size } } back { thing(id: $id) { name } a: count } } }',
      variables: { id: 't9', of: 't9' },
      data: {
        things: [
          { root: { count: 0, thing: { size: 90 } }, back: { thing: { name: 'name t9' }, a: 0 } },
          { root: { count: 0, thing: { size: 90 } }, back: null },
        ],
      },
    },
    {
      title: 'in a mutation it is asked after the mutation, before the next',
      query:
        'mutation { forget { count } a: touch(id: "t1") { thing { size } query { count best { name } } } b: touch(id: "t1") { id query { count(of: "t1") } } reset { count things { size } } }',
      data: {
        forget: { count: 0 },
        a: { thing: { size: 10 }, query: { count: 1, best: { name: 'name t2' } } },
        b: { id: 't1', query: { count: 2 } },
        reset: { count: 2, things: [{ size: 10 }, { size: 20 }] },
      },
    },
    {
      title: 'after it, nothing is left',
      query: 'mutation { forget { __typename count again { __typename } } }',
      data: { forget: { __typename: 'Query', count: 0, again: { __typename: 'Query' } } },
    },
    {
      title: 'under aliases and in fragments, skipped and not',
      query:
        'query ($no: Boolean = false) { count: again { ...q } here { ... on Query @include(if: $no) { best { name } } ...q @skip(if: $no) } } fragment q on Query { again: count here: best { id: name } }',
      data: { count: { again: 0, here: { id: 'name t2' } }, here: { again: 0, here: { id: 'name t2' } } },
    },
  ],
};
