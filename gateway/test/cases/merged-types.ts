import type { Suite } from '../case.ts';

/** Inputs, enums, unions and interfaces that differ between subgraphs. */
export const mergedTypes: Suite = {
  name: 'Merged inputs, enums and unions',
  subgraphs: {
    one: {
      sdl: `
        type Query { find(filter: Filter!): [Hit!]! level: Level! animals: [Animal!]! first(levels: [Level!]!): String! }
        input Filter { name: String! mode: Mode = LOOSE only: Int }
        enum Mode { STRICT LOOSE }
        enum Level { LOW HIGH }
        union Hit = Cat | Dog
        interface Animal { id: ID! name: String! }
        type Cat implements Animal @key(fields: "id") { id: ID! name: String! lives: Int! }
        type Dog implements Animal @key(fields: "id") { id: ID! name: String! }
      `,
      resolvers: {
        Query: {
          find: (_: unknown, { filter }: { filter: { name: string; mode: string } }) => [
            { __typename: 'Cat', id: 'c', name: `${filter.name} ${filter.mode}`, lives: 9 },
            { __typename: 'Dog', id: 'd', name: filter.name },
          ],
          level: () => 'HIGH',
          animals: () => [
            { __typename: 'Dog', id: 'd', name: 'Dog' },
            { __typename: 'Cat', id: 'c', name: 'Cat', lives: 9 },
          ],
          first: (_: unknown, { levels }: { levels: string[] }) => levels.join('+'),
        },
        Cat: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Cat', lives: 9 }) },
        Dog: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Dog' }) },
      },
    },
    two: {
      sdl: `
        type Query { again(filter: Filter!): Hit other: Level! wild: [Animal!]! }
        input Filter { name: String! mode: Mode = LOOSE }
        enum Mode { STRICT LOOSE }
        enum Level { LOW HIGH }
        union Hit = Cat | Bird
        interface Animal { id: ID! }
        type Cat implements Animal @key(fields: "id") { id: ID! sound: String! }
        type Dog @key(fields: "id") { id: ID! owner: Owner }
        type Bird implements Animal { id: ID! name: String! @shareable song: String }
        type Owner { name: String! dogs: [[Dog!]] }
      `,
      resolvers: {
        Query: {
          again: (_: unknown, { filter }: { filter: { mode: string } }) => ({
            __typename: 'Bird',
            id: 'b',
            song: filter.mode,
            name: 'Bird',
          }),
          other: () => 'LOW',
          wild: () => [
            { __typename: 'Cat', id: 'c' },
            { __typename: 'Bird', id: 'b', name: 'Bird', song: 'la' },
          ],
        },
        Cat: { sound: ({ id }: { id: string }) => `meow ${id}` },
        Dog: { owner: () => ({ name: 'Kim' }) },
        Owner: { dogs: () => [[{ id: 'd' }], null, []] },
      },
    },
  },
  cases: [
    {
      title: 'members of a union from all subgraphs, each with the fields of others',
      query:
        '{ find(filter: { name: "x" }) { __typename ... on Cat { name lives sound } ... on Dog { name owner { name } } ... on Bird { song } } }',
      data: {
        find: [
          { __typename: 'Cat', name: 'x LOOSE', lives: 9, sound: 'meow c' },
          { __typename: 'Dog', name: 'x', owner: { name: 'Kim' } },
        ],
      },
    },
    {
      title: 'an input’s defaults hold in each subgraph',
      query:
        'query ($filter: Filter!) { find(filter: $filter) { ... on Cat { name } } again(filter: { name: "y", mode: STRICT }) { ... on Bird { song } } }',
      variables: { filter: { name: 'z' } },
      data: { find: [{ name: 'z LOOSE' }, {}], again: { song: 'STRICT' } },
    },
    {
      title: 'enums go in and out, in lists and in variables',
      query: 'query ($level: Level!) { level other first(levels: [LOW, $level]) }',
      variables: { level: 'HIGH' },
      data: { level: 'HIGH', other: 'LOW', first: 'LOW+HIGH' },
    },
    {
      title: 'an interface whose fields differ is completed type by type',
      query: '{ animals { id name ... on Cat { sound } } wild { id ... on Cat { name } ... on Bird { song } } }',
      data: {
        animals: [
          { id: 'd', name: 'Dog' },
          { id: 'c', name: 'Cat', sound: 'meow c' },
        ],
        wild: [
          { id: 'c', name: 'Cat' },
          { id: 'b', song: 'la' },
        ],
      },
    },
    {
      title: 'entities in lists of lists with nulls in them',
      query: '{ animals { ... on Dog { owner { dogs { name } } } } }',
      data: { animals: [{ owner: { dogs: [[{ name: 'Dog' }], null, []] } }, {}] },
    },
  ],
};
