import type { Suite } from '../case.ts';

const actors: Record<string, object> = {
  u: { __typename: 'User', id: 'u', name: 'Uma', age: 30 },
  b: { __typename: 'Bot', id: 'b', name: 'Bo' },
};
const find = ({ id }: { id: string }) => actors[id] ?? null;

/** `@provides` on a field whose type is an `@interfaceObject`. */
export const providedInterfaceObjects: Suite = {
  name: '@provides of an @interfaceObject',
  subgraphs: {
    directory: {
      sdl: `
        type Query { actors: [Actor] }
        interface Actor @key(fields: "id") { id: ID! name: String }
        type User implements Actor @key(fields: "id") { id: ID! name: String @shareable age: Int }
        type Bot implements Actor @key(fields: "id") { id: ID! name: String @shareable }
      `,
      resolvers: {
        Query: { actors: () => Object.values(actors) },
        Actor: { __resolveReference: find },
        User: { __resolveReference: find },
        Bot: { __resolveReference: find },
      },
    },
    posts: {
      sdl: `
        type Query { post: Post }
        type Post { by: Actor @provides(fields: "name") all: [[Actor]] @provides(fields: "name") raw: Actor }
        type Actor @key(fields: "id") @interfaceObject { id: ID! name: String @external likes: Int }
      `,
      resolvers: {
        Query: { post: () => ({ by: { id: 'u', name: 'Uma' }, all: [[{ id: 'b', name: 'Bo' }, null], null], raw: { id: 'b' } }) },
        Actor: { likes: () => 5 },
      },
    },
  },
  cases: [
    {
      title: 'what is provided',
      query: '{ post { by { name likes } raw { name } } }',
      data: { post: { by: { name: 'Uma', likes: 5 }, raw: { name: 'Bo' } } },
    },
    { title: 'a field of one type', query: '{ post { by { ... on User { age } } } }', data: { post: { by: { age: 30 } } } },
    {
      title: 'what is provided, of one type',
      query: '{ post { all { ... on User { name } } } }',
      data: { post: { all: [[{}, null], null] } },
    },
    {
      title: 'both, beside what the interface object has',
      query: '{ post { by { name ... on User { name age likes } ... on Bot { id } } } }',
      data: { post: { by: { name: 'Uma', age: 30, likes: 5 } } },
    },
  ],
};
