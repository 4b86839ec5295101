import type { Suite } from '../case.ts';

const users: Record<string, { id: string; name: string; email: string; rank: number }> = {
  u1: { id: 'u1', name: 'Kim', email: 'kim@madang.test', rank: 3 },
  u2: { id: 'u2', name: 'Lee', email: 'lee@madang.test', rank: 5 },
};

/** Subgraphs without `@link`: extensions, `@extends`, external keys, keys as lists; beside one of federation 2. */
export const federationOne: Suite = {
  name: 'Subgraphs of federation 1',
  subgraphs: {
    accounts: {
      isFederationOne: true,
      sdl: `
        type Query { me: User users: [User!]! }
        type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String rank: Int }
        type Address { city: String }
      `,
      resolvers: {
        Query: { me: () => users.u1, users: () => Object.values(users) },
        User: {
          __resolveReference: ({ id, email }: { id?: string; email?: string }) =>
            Object.values(users).find((user) => user.id === id || user.email === email) ?? null,
        },
      },
    },
    reviews: {
      isFederationOne: true,
      sdl: `
        extend type Query { latest: Review reviews: [Review] }
        type Review @key(fields: "id") { id: ID! text: String author: User @provides(fields: "name") }
        extend type User @key(fields: "email") {
          email: String! @external
          name: String @external
          rank: Int @external
          reviews: [Review]
          level: String @requires(fields: "rank")
        }
      `,
      resolvers: {
        Query: {
          latest: () => ({ id: 'r1', text: 'Good', author: { email: 'lee@madang.test', name: 'provided' } }),
          reviews: () => [{ id: 'r1', text: 'Good', author: { email: 'lee@madang.test', name: 'provided' } }, null],
        },
        User: {
          reviews: ({ email }: { email: string }) =>
            email.startsWith('lee') ? [{ id: 'r1', text: 'Good', author: { email, name: 'Lee' } }] : [],
          level: ({ rank }: { rank: number }) => (rank > 4 ? 'gold' : 'silver'),
        },
      },
    },
    carts: {
      isFederationOne: true,
      sdl: `
        type User @extends @key(fields: "id") { id: ID! @external email: String! @external cart: [String!]! notice: String @requires(fields: "email") }
        type Address { city: String }
        extend type Query { home: Address }
      `,
      resolvers: {
        Query: { home: () => ({ city: 'Seoul' }) },
        User: { cart: ({ id }: { id: string }) => [`cart of ${id}`], notice: ({ email }: { email: string }) => `to ${email}` },
      },
    },
    badges: {
      sdl: `type User @key(fields: "id") { id: ID! badges: [String!]! }  type Query { top: User }`,
      resolvers: { Query: { top: () => ({ id: 'u2' }) }, User: { badges: ({ id }: { id: string }) => [`badge of ${id}`] } },
    },
  },
  cases: [
    {
      title: 'an extended type gets fields from all who extend it',
      query: '{ me { name cart reviews { text } badges } }',
      data: { me: { name: 'Kim', cart: ['cart of u1'], reviews: [], badges: ['badge of u1'] } },
    },
    {
      title: 'two keys lead to two extensions',
      query: '{ users { reviews { id author { id } } cart } }',
      data: {
        users: [
          { reviews: [], cart: ['cart of u1'] },
          { reviews: [{ id: 'r1', author: { id: 'u2' } }], cart: ['cart of u2'] },
        ],
      },
    },
    {
      title: 'a provided field comes from the provider',
      query: '{ latest { author { name } } }',
      data: { latest: { author: { name: 'provided' } } },
    },
    {
      title: 'what is not provided comes from the owner by the external key',
      query: '{ reviews { author { name rank id cart } } }',
      data: { reviews: [{ author: { name: 'provided', rank: 5, id: 'u2', cart: ['cart of u2'] } }, null] },
    },
    {
      title: 'an external field is required',
      query: '{ me { level } users { level } }',
      data: { me: { level: 'silver' }, users: [{ level: 'silver' }, { level: 'gold' }] },
    },
    {
      title: 'a key of one extension is what another requires',
      query: '{ top { notice badges email } latest { author { notice } } }',
      data: {
        top: { notice: 'to lee@madang.test', badges: ['badge of u2'], email: 'lee@madang.test' },
        latest: { author: { notice: 'to lee@madang.test' } },
      },
    },
    {
      title: 'types without a key are shared',
      query: '{ home { city __typename } }',
      data: { home: { city: 'Seoul', __typename: 'Address' } },
    },
  ],
};
