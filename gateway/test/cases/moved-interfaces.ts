import type { Suite } from '../case.ts';

type Key = { id: string };

/** `@override` from subgraphs that are not there, on types of interfaces, in chains, of objects and lists, beside `@provides` and keys. */
export const movedInterfaces: Suite = {
  name: '@override of what is reached by interfaces, and from nowhere',
  subgraphs: {
    old: {
      sdl: `
        type Query { posts: [Post!]! feed: [Post!]! @shareable image: Image }
        interface Post { id: ID! createdAt: String! }
        type Image implements Post @key(fields: "id") { id: ID! createdAt: String! by: Person size: Int tags: [Tag!] }
        type Text implements Post @key(fields: "id") { id: ID! createdAt: String! body: String! }
        type Person @key(fields: "id") { id: ID! name: String }
        type Tag @shareable { word: String! }
      `,
      resolvers: {
        Query: {
          posts: () => [
            { __typename: 'Image', id: 'i1' },
            { __typename: 'Text', id: 't1' },
          ],
          feed: () => [
            { __typename: 'Text', id: 't1' },
            { __typename: 'Image', id: 'i1' },
          ],
          image: () => ({ id: 'i1' }),
        },
        Image: { createdAt: () => 'old', by: () => ({ id: 'a1', name: 'old name' }), size: () => 1, tags: () => [{ word: 'old' }] },
        Text: { createdAt: () => 'old', body: () => 'old body' },
        Person: { name: () => 'old name' },
      },
    },
    fresh: {
      sdl: `
        type Query { feed: [Post!]! @shareable latest: Post }
        interface Post { id: ID! createdAt: String! }
        type Image implements Post @key(fields: "id") {
          id: ID!
          createdAt: String! @override(from: "old")
          by: Person @override(from: "old")
          tags: [Tag!] @override(from: "old")
          caption: String @requires(fields: "alt")
          alt: String @external
        }
        type Text implements Post @key(fields: "id") { id: ID! createdAt: String! @override(from: "old") length: Int @override(from: "nobody") }
        type Person @key(fields: "id") { id: ID! name: String @shareable @override(from: "old") }
        type Tag @shareable { word: String! }
      `,
      resolvers: {
        Query: {
          feed: () => [
            { __typename: 'Text', id: 't1' },
            { __typename: 'Image', id: 'i1' },
          ],
          latest: () => ({ __typename: 'Image', id: 'i1' }),
        },
        Image: {
          createdAt: ({ id }: Key) => `fresh ${id}`,
          by: () => ({ id: 'a2' }),
          tags: () => [{ word: 'fresh' }, { word: 'more' }],
          caption: ({ alt }: { alt: string }) => `caption: ${alt}`,
        },
        Text: { createdAt: ({ id }: Key) => `fresh ${id}`, length: () => 8 },
        Person: { name: ({ id }: Key) => `name of ${id}` },
      },
    },
    third: {
      sdl: `
        type Image @key(fields: "id") {
          id: ID! alt: String createdAt: String! @external by: Person @external
          stamp: String @requires(fields: "createdAt by { id name }")
          cover: Person @provides(fields: "name")
          shape: String @override(from: "elsewhere", label: "percent(0)")
        }
        type Person @key(fields: "id") { id: ID! name: String @external age: Int }
      `,
      resolvers: {
        Image: {
          alt: ({ id }: Key) => `alt ${id}`,
          stamp: ({ createdAt, by }: { createdAt: string; by: { id: string; name: string } }) => `${createdAt} by ${by.name}`,
          cover: () => ({ id: 'a3', name: 'provided' }),
          shape: () => 'square',
        },
        Person: { age: ({ id }: Key) => Number(id.slice(1)) },
      },
    },
  },
  cases: [
    {
      title: 'an interface’s field that moved on its types',
      query: '{ posts { id createdAt } latest { createdAt } }',
      data: {
        posts: [
          { id: 'i1', createdAt: 'fresh i1' },
          { id: 't1', createdAt: 'fresh t1' },
        ],
        latest: { createdAt: 'fresh i1' },
      },
    },
    {
      title: 'a root field of both, with fields that moved and that stayed',
      query: '{ feed { __typename createdAt ... on Text { body length } ... on Image { size } } }',
      data: {
        feed: [
          { __typename: 'Text', createdAt: 'fresh t1', body: 'old body', length: 8 },
          { __typename: 'Image', createdAt: 'fresh i1', size: 1 },
        ],
      },
    },
    {
      title: 'a subgraph that is not there leaves the field where it is',
      query: '{ posts { ... on Text { length } } image { shape } }',
      data: { posts: [{}, { length: 8 }], image: { shape: 'square' } },
    },
    {
      title: 'an entity that moved brings the fields that moved of its own type',
      query: '{ image { by { id name age } tags { word } } }',
      data: { image: { by: { id: 'a2', name: 'name of a2', age: 2 }, tags: [{ word: 'fresh' }, { word: 'more' }] } },
    },
    {
      title: 'what moved is required by a third, and what a third has by who took it',
      query: '{ image { stamp caption } posts { ... on Image { caption stamp } } }',
      data: {
        image: { stamp: 'fresh i1 by name of a2', caption: 'caption: alt i1' },
        posts: [{ caption: 'caption: alt i1', stamp: 'fresh i1 by name of a2' }, {}],
      },
    },
    {
      title: 'what moved is provided all the same',
      query: '{ image { cover { name age } by { name } } }',
      data: { image: { cover: { name: 'provided', age: 3 }, by: { name: 'name of a2' } } },
    },
    {
      title: 'on the interface, on the type, and under the name of another',
      query: '{ latest { id: createdAt ... on Post { at: createdAt } ... on Image { createdAt: caption size by { at: name } } } }',
      data: { latest: { id: 'fresh i1', at: 'fresh i1', createdAt: 'caption: alt i1', size: 1, by: { at: 'name of a2' } } },
    },
  ],
};
