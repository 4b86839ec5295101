import type { Suite } from '../case.ts';

/** The same fields with other types: null allowed or not, an object or its interface or a union of it. */
export const mismatchedTypes: Suite = {
  name: 'Fields whose types differ between subgraphs and types',
  subgraphs: {
    one: {
      sdl: `
        type Query { actors: [Actor!]! users: [User!]! found: [Found!]! pages: [Page!]! }
        interface Actor { id: ID friend: Actor tags(of: String): [String] boss: Boss }
        interface Boss { name: String }
        type Chief implements Boss { name: String! }
        type User implements Actor @key(fields: "id") { id: ID! friend: User tags(of: String, max: Int = 2): [String!]! boss: Chief!  name: String @shareable }
        type Bot implements Actor @key(fields: "id") { id: ID! friend: Bot tags(of: String): [String] boss: Chief }
        type Page @key(fields: "id") { id: ID! name: Int! owner: User! }
        union Found = User | Bot | Page
      `,
      resolvers: {
        Query: {
          actors: () => [
            { __typename: 'User', id: 'u' },
            { __typename: 'Bot', id: 'b' },
          ],
          users: () => [{ id: 'u' }],
          found: () => [
            { __typename: 'Page', id: 'p', name: 5 },
            { __typename: 'User', id: 'u' },
            { __typename: 'Bot', id: 'b' },
          ],
          pages: () => [{ id: 'p', name: 5 }],
        },
        User: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          friend: ({ id }: { id: string }) => (id === 'u' ? { id: 'v' } : null),
          tags: (_: unknown, { of, max }: { of?: string; max: number }) => [`${of}${max}`],
          boss: () => ({ name: 'Chief' }),
          name: ({ id }: { id: string }) => `user ${id}`,
        },
        Bot: { friend: () => null, tags: () => null, boss: () => null },
        Page: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 5 }), owner: () => ({ id: 'u' }) },
      },
    },
    two: {
      sdl: `
        type Query { people: [User] pageUsers: [PageUser!]! }
        type User @key(fields: "id") { id: ID name: String @shareable age: Int }
        type Page @key(fields: "id") { id: ID! shown: PageUser }
        union PageUser = User | Page
        type Bot @key(fields: "id") { id: ID! age: String }
      `,
      resolvers: {
        Query: {
          people: () => [{ id: 'u' }, null, { id: null }],
          pageUsers: () => [
            { __typename: 'User', id: 'u' },
            { __typename: 'Page', id: 'p' },
          ],
        },
        User: {
          age: ({ id }: { id: string }) => (id === 'u' ? 30 : 40),
          name: ({ id }: { id: string }) => `user ${id}`,
          __resolveReference: ({ id }: { id: string }) => ({ id }),
        },
        Page: { shown: () => ({ __typename: 'User', id: 'v' }) },
        Bot: { age: () => 'new' },
      },
    },
  },
  cases: [
    {
      title: 'a type’s own field types are narrower than its interface’s',
      query: '{ actors { __typename id friend { id ... on User { age } } boss { name } tags(of: "x") } }',
      data: {
        actors: [
          { __typename: 'User', id: 'u', friend: { id: 'v', age: 40 }, boss: { name: 'Chief' }, tags: ['x2'] },
          { __typename: 'Bot', id: 'b', friend: null, boss: null, tags: null },
        ],
      },
    },
    {
      title: 'asked on the interface and on the type, with the selections of both',
      query:
        '{ actors { friend { id } boss { __typename } tags ... on User { friend { age friend { id } } c: boss { name } } ... on Actor { boss { name } } } }',
      data: {
        actors: [
          {
            friend: { id: 'v', age: 40, friend: null },
            boss: { __typename: 'Chief', name: 'Chief' },
            tags: ['undefined2'],
            c: { name: 'Chief' },
          },
          { friend: null, boss: null, tags: null },
        ],
      },
    },
    {
      title: 'one name with other types on other types, apart by aliases',
      query: '{ found { ... on User { n: name a: age } ... on Page { p: name owner { name age } } ... on Bot { b: age } } }',
      data: { found: [{ p: 5, owner: { name: 'user u', age: 30 } }, { n: 'user u', a: 30 }, { b: 'new' }] },
    },
    {
      title: 'null where one subgraph allows it and another does not',
      query: '{ people { age id } }',
      data: { people: [{ age: 30, id: 'u' }, null, { age: 40, id: null }] },
    },
    {
      title: 'a union of entities, each completed elsewhere',
      query:
        '{ pageUsers { __typename ... on User { friend { name } name } ... on Page { number: name shown { ... on User { id boss { name } } ... on Page { number: id } } } } }',
      data: {
        pageUsers: [
          { __typename: 'User', friend: { name: 'user v' }, name: 'user u' },
          { __typename: 'Page', number: 5, shown: { id: 'v', boss: { name: 'Chief' } } },
        ],
      },
    },
    {
      title: 'an argument that only the type has, beside the interface’s field',
      query: '{ actors { tags ... on User { more: tags(max: 9, of: "y") } } users { tags(max: 1) } }',
      data: { actors: [{ tags: ['undefined2'], more: ['y9'] }, { tags: null }], users: [{ tags: ['undefined1'] }] },
    },
  ],
};
