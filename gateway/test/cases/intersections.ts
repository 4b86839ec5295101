import type { Suite } from '../case.ts';

/** Enums and inputs of which subgraphs know different parts; values that clients may not see. */
export const intersections: Suite = {
  name: 'Enums and inputs that differ',
  subgraphs: {
    members: {
      sdl: `
        type Query {
          member: Member
          members: [Member!]!
          strict: Strict
          grades: [Grade]
          mustGrades: [Grade!]
          search(filter: Filter): [String!]!
          find(by: By!, limit: Int = 3): String!
        }
        type Member @key(fields: "id") { id: ID! grade: Grade }
        type Strict { grade: Grade! name: String! }
        enum Grade { NEW REGULAR STAFF @inaccessible }
        enum By { NAME DATE COLOUR }
        input Filter { name: String = "any" rank: Int deep: Deep only: String }
        input Deep { tags: [String!]! = ["t"] odd: Boolean }
      `,
      resolvers: {
        Query: {
          member: () => ({ id: '1', grade: 'REGULAR' }),
          members: () => [
            { id: '1', grade: 'REGULAR' },
            { id: '2', grade: 'STAFF' },
            { id: '3', grade: null },
          ],
          strict: () => ({ grade: 'STAFF', name: 'x' }),
          grades: () => ['NEW', 'STAFF', null],
          mustGrades: () => ['NEW', 'STAFF'],
          search: (_: unknown, { filter }: { filter?: object | null }) => [JSON.stringify(filter ?? null)],
          find: (_: unknown, { by, limit }: { by: string; limit: number | null }) => `${by} ${limit}`,
        },
      },
    },
    visits: {
      sdl: `
        type Query { guests: [Member!]! again(filter: Filter, by: By = DATE): String! }
        type Member @key(fields: "id") { id: ID! last: Grade }
        enum Grade { NEW REGULAR STAFF @inaccessible GONE @inaccessible }
        enum By { NAME DATE }
        input Filter { name: String = "any" rank: Int deep: Deep }
        input Deep { tags: [String!]! = ["t"] }
      `,
      resolvers: {
        Query: {
          guests: () => [{ id: '1' }, { id: '2' }],
          again: (_: unknown, { filter, by }: { filter?: object; by: string }) => `${JSON.stringify(filter ?? null)} ${by}`,
        },
        Member: { last: ({ id }: { id: string }) => (id === '1' ? 'NEW' : 'GONE') },
      },
    },
  },
  cases: [
    { title: 'a value that all may see', query: '{ member { grade last } }', data: { member: { grade: 'REGULAR', last: 'NEW' } } },
    {
      title: 'a value that clients may not see is null, with an error at its place',
      query: '{ members { id grade } }',
      data: {
        members: [
          { id: '1', grade: 'REGULAR' },
          { id: '2', grade: null },
          { id: '3', grade: null },
        ],
      },
      errors: [{ path: ['members', 1, 'grade'] }],
    },
    {
      title: 'also when it comes with an entity',
      query: '{ guests { id last } }',
      data: {
        guests: [
          { id: '1', last: 'NEW' },
          { id: '2', last: null },
        ],
      },
      errors: [{ path: ['guests', 1, 'last'] }],
    },
    {
      title: 'where null is not allowed it removes its parent',
      query: '{ strict { grade name } }',
      data: { strict: null },
      errors: [{ path: ['strict', 'grade'] }],
    },
    { title: 'in a list it is one null', query: '{ grades }', data: { grades: ['NEW', null, null] }, errors: [{ path: ['grades', 1] }] },
    {
      title: 'in a list without nulls it removes the list',
      query: '{ mustGrades }',
      data: { mustGrades: null },
      errors: [{ path: ['mustGrades', 1] }],
    },
    {
      title: 'of inputs clients may give what all know',
      query: '{ __type(name: "Filter") { inputFields { name defaultValue } } by: __type(name: "By") { enumValues { name } } }',
      data: {
        __type: {
          inputFields: [
            { name: 'name', defaultValue: '"any"' },
            { name: 'rank', defaultValue: null },
            { name: 'deep', defaultValue: null },
          ],
        },
        by: { enumValues: [{ name: 'NAME' }, { name: 'DATE' }] },
      },
    },
    {
      title: 'an input reaches each subgraph with its defaults',
      query: 'query ($filter: Filter) { search(filter: $filter) again(filter: $filter) a: search(filter: { deep: {} }) }',
      variables: { filter: { rank: 2, deep: { tags: ['x'] } } },
      data: {
        search: ['{"name":"any","rank":2,"deep":{"tags":["x"]}}'],
        again: '{"name":"any","rank":2,"deep":{"tags":["x"]}} DATE',
        a: ['{"name":"any","deep":{"tags":["t"]}}'],
      },
    },
    {
      title: 'null and nothing are two things',
      query:
        'query ($none: Filter, $null: Filter, $n: Int) { search(filter: $none) b: search(filter: $null) c: search(filter: { rank: $n }) find(by: NAME, limit: $n) d: find(by: DATE, limit: null) }',
      variables: { null: null },
      data: { search: ['null'], b: ['null'], c: ['{"name":"any"}'], find: 'NAME 3', d: 'DATE null' },
    },
    {
      title: 'a variable’s default holds in fetches too',
      query: 'query ($filter: Filter = { name: "n", rank: null }, $by: By! = NAME) { again(filter: $filter, by: $by) find(by: $by) }',
      data: { again: '{"name":"n","rank":null} NAME', find: 'NAME 3' },
    },
    {
      title: 'a value that only one subgraph knows is refused',
      query: 'query ($by: By!) { find(by: $by) }',
      variables: { by: 'COLOUR' },
      data: null,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'by' } }],
    },
  ],
};
