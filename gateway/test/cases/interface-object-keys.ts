import type { Suite } from '../case.ts';

type Key = { id: string };
type Slugged = { slug: string };

const nodes: Record<string, { __typename: string; id: string; name: string }> = {
  n1: { __typename: 'Post', id: 'n1', name: 'first' },
  n2: { __typename: 'Page', id: 'n2', name: 'second' },
};

/** A type is reached by a key that only an `@interfaceObject` gives it; interfaces with members that are no entities. */
export const interfaceObjectKeys: Suite = {
  name: 'Keys that an @interfaceObject gives',
  subgraphs: {
    nodes: {
      sdl: `
        type Query { nodes: [Node!]! post: Post mixed: [Mixed] }
        interface Node @key(fields: "id") { id: ID! name: String! }
        type Post implements Node @key(fields: "id") { id: ID! name: String! }
        type Page implements Node @key(fields: "id") { id: ID! name: String! }
        interface Mixed { name: String! }
        type Plain implements Mixed { name: String! words: [String!] }
        type Rich implements Mixed @key(fields: "id") { id: ID! name: String! }
      `,
      resolvers: {
        Query: {
          nodes: () => Object.values(nodes),
          post: () => nodes.n1,
          mixed: () => [{ __typename: 'Plain', name: 'plain', words: ['a'] }, { __typename: 'Rich', id: 'r1', name: 'rich' }, null],
        },
        Node: { __resolveReference: ({ id }: Key) => nodes[id] ?? null },
        Post: { __resolveReference: ({ id }: Key) => nodes[id] ?? null },
        Page: { __resolveReference: ({ id }: Key) => nodes[id] ?? null },
      },
    },
    slugs: {
      sdl: `
        type Query { newest: Node bySlug(slug: ID!): Node }
        type Node @key(fields: "id") @key(fields: "slug") @interfaceObject { id: ID! slug: ID! @shareable rank: Int }
      `,
      resolvers: {
        Query: { newest: () => ({ id: 'n2' }), bySlug: (_: unknown, { slug }: Slugged) => ({ id: slug.replace('slug-', '') }) },
        Node: {
          __resolveReference: ({ id, slug }: Partial<Key & Slugged>) => ({ id: id ?? slug?.replace('slug-', '') }),
          slug: ({ id }: Key) => `slug-${id}`,
          rank: ({ id }: Key) => Number(id.slice(1)),
        },
      },
    },
    views: {
      sdl: `
        type Query { most: Post }
        type Post @key(fields: "slug") { slug: ID! views: Int comments: [Comment!]! }
        type Page @key(fields: "slug") { slug: ID! visits: Int }
        type Comment { text: String! on: Post! }
        type Rich @key(fields: "id") { id: ID! colour: String }
      `,
      resolvers: {
        Query: { most: () => ({ slug: 'slug-n1' }) },
        Post: { views: ({ slug }: Slugged) => slug.length, comments: ({ slug }: Slugged) => [{ text: `on ${slug}`, on: { slug } }] },
        Page: { visits: ({ slug }: Slugged) => slug.length * 2 },
        Rich: { colour: () => 'red' },
      },
    },
  },
  cases: [
    {
      title: 'from the interface, each type by its own',
      query: '{ nodes { name ... on Post { views } ... on Page { visits rank } } }',
      data: {
        nodes: [
          { name: 'first', views: 7 },
          { name: 'second', visits: 14, rank: 2 },
        ],
      },
    },
    {
      title: 'from the type',
      query: '{ post { views name slug comments { text on { views } } } }',
      data: { post: { views: 7, name: 'first', slug: 'slug-n1', comments: [{ text: 'on slug-n1', on: { views: 7 } }] } },
    },
    {
      title: 'from the interface object, whose type is asked elsewhere',
      query:
        '{ newest { __typename slug ... on Page { visits name } ... on Post { views } } bySlug(slug: "slug-n1") { rank ... on Post { views } } }',
      data: { newest: { __typename: 'Page', slug: 'slug-n2', visits: 14, name: 'second' }, bySlug: { rank: 1, views: 7 } },
    },
    {
      title: 'beside types without a key',
      query: '{ mixed { name __typename ... on Plain { words } ... on Rich { colour } } }',
      data: {
        mixed: [{ name: 'plain', __typename: 'Plain', words: ['a'] }, { name: 'rich', __typename: 'Rich', colour: 'red' }, null],
      },
    },
    {
      title: 'what the key leads to has the rest only where it is asked',
      query: '{ most { slug views } }',
      data: { most: { slug: 'slug-n1', views: 7 } },
    },
  ],
};
