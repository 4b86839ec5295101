import type { Suite } from '../case.ts';

/** `@override` where it meets other things: requirements, keys, interfaces, provided fields, labels. */
export const movedTypes: Suite = {
  name: '@override beside @requires, @provides and interfaces',
  subgraphs: {
    old: {
      sdl: `
        type Query { cases: [Case!]! item: Item version: String }
        interface Thing { id: ID! title: String }
        type Case implements Thing @key(fields: "id") { id: ID! title: String weight: Int parts: [Part!] stays: String gone: String }
        type Part @shareable { name: String count: Int }
        type Item implements Thing @key(fields: "id") { id: ID! title: String owner: Case }
      `,
      resolvers: {
        Query: {
          cases: () => [{ id: '1' }, { id: '2' }],
          item: () => ({ id: 'i', title: 'old item', owner: { id: '1' } }),
          version: () => 'old',
        },
        Case: {
          title: () => 'old title',
          weight: () => 1,
          parts: () => [{ name: 'old', count: 1 }],
          stays: ({ id }: { id: string }) => `stays ${id}`,
          gone: () => 'gone',
        },
        Item: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'old item', owner: { id: '1' } }) },
      },
    },
    fresh: {
      sdl: `
        type Query { version: String @override(from: "old") things: [Thing!]! best: Case }
        interface Thing { id: ID! title: String }
        type Case implements Thing @key(fields: "id") {
          id: ID!
          title: String @override(from: "old")
          weight: Int @override(from: "old")
          parts: [Part!] @override(from: "old")
          stays: String @external
          both: String @requires(fields: "stays")
        }
        type Part @shareable { name: String count: Int }
        type Item implements Thing @key(fields: "id") { id: ID! title: String @override(from: "old", label: "percent(0)") colour: String }
      `,
      resolvers: {
        Query: {
          version: () => 'fresh',
          best: () => ({ id: '2' }),
          things: () => [
            { __typename: 'Item', id: 'i', title: 'fresh item' },
            { __typename: 'Case', id: '1' },
          ],
        },
        Case: {
          title: ({ id }: { id: string }) => `title ${id}`,
          weight: () => 2,
          parts: () => [{ name: 'fresh', count: 2 }],
          both: ({ stays }: { stays: string }) => `both: ${stays}`,
        },
        Item: { colour: () => 'red', title: () => 'fresh item' },
      },
    },
    weights: {
      sdl: `
        type Case @key(fields: "id") {
          id: ID! weight: Int @external parts: [Part!] @external
          heavy: Boolean @requires(fields: "weight") sum: Int @requires(fields: "parts { count }")
        }
        type Part @external { count: Int }
      `,
      resolvers: {
        Case: {
          heavy: ({ weight }: { weight: number }) => weight > 1,
          sum: ({ parts }: { parts: { count: number }[] }) => parts.reduce((sum, { count }) => sum + count, 0),
        },
      },
    },
  },
  cases: [
    { title: 'a root field moves', query: '{ version }', data: { version: 'fresh' } },
    {
      title: 'a field moves on its type, also when asked by an interface',
      query: '{ cases { title ... on Thing { id t: title } } things { title } }',
      data: {
        cases: [
          { title: 'title 1', id: '1', t: 'title 1' },
          { title: 'title 2', id: '2', t: 'title 2' },
        ],
        things: [{ title: 'old item' }, { title: 'title 1' }],
      },
    },
    {
      title: 'what moved is required from where it is',
      query: '{ cases { heavy sum } }',
      data: {
        cases: [
          { heavy: true, sum: 2 },
          { heavy: true, sum: 2 },
        ],
      },
    },
    {
      title: 'who took fields requires what stayed',
      query: '{ best { both title gone } cases { both } }',
      data: {
        best: { both: 'both: stays 2', title: 'title 2', gone: 'gone' },
        cases: [{ both: 'both: stays 1' }, { both: 'both: stays 2' }],
      },
    },
    {
      title: 'a label that never holds leaves the field, whichever way the object is reached',
      query: '{ item { title colour owner { title weight } } things { ... on Item { title colour } } }',
      data: {
        item: { title: 'old item', colour: 'red', owner: { title: 'title 1', weight: 2 } },
        things: [{ title: 'old item', colour: 'red' }, {}],
      },
    },
    {
      title: 'a moved list of objects comes whole from its new place',
      query: '{ cases { parts { name count } } best { parts { c: count } } }',
      data: { cases: [{ parts: [{ name: 'fresh', count: 2 }] }, { parts: [{ name: 'fresh', count: 2 }] }], best: { parts: [{ c: 2 }] } },
    },
  ],
};
