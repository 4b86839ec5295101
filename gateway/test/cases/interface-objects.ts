import type { Suite } from '../case.ts';

const accounts: Record<string, { __typename: string; id: string; name: string; age?: number; seats?: number }> = {
  a1: { __typename: 'Person', id: 'a1', name: 'Kim', age: 30 },
  a2: { __typename: 'Company', id: 'a2', name: 'Yard', seats: 12 },
};

/** `@key` on interfaces, `@interfaceObject` with requirements, behind each other, and in lists. */
export const interfaceObjects: Suite = {
  name: '@interfaceObject',
  subgraphs: {
    directory: {
      sdl: `
        type Query { accounts: [Account!]! account(id: ID!): Account person: Person }
        interface Account @key(fields: "id") { id: ID! name: String! }
        type Person implements Account @key(fields: "id") { id: ID! name: String! age: Int }
        type Company implements Account @key(fields: "id") { id: ID! name: String! seats: Int }
      `,
      resolvers: {
        Query: {
          accounts: () => Object.values(accounts),
          account: (_: unknown, { id }: { id: string }) => accounts[id] ?? null,
          person: () => accounts.a1,
        },
        Account: { __resolveReference: ({ id }: { id: string }) => accounts[id] ?? null },
        Person: { __resolveReference: ({ id }: { id: string }) => accounts[id] ?? null },
        Company: { __resolveReference: ({ id }: { id: string }) => accounts[id] ?? null },
      },
    },
    wallets: {
      sdl: `
        type Query { richest: Account rows: [[Account]] pair: Pair }
        type Pair { left: Account! right: Account }
        type Account @key(fields: "id") @interfaceObject {
          id: ID!
          name: String! @external
          balance: Int!
          label: String @requires(fields: "name")
          friends: [Account!]
        }
      `,
      resolvers: {
        Query: {
          richest: () => ({ id: 'a2' }),
          rows: () => [[{ id: 'a1' }, null], [], null, [{ id: 'a2' }]],
          pair: () => ({ left: { id: 'a1' }, right: null }),
        },
        Account: {
          balance: ({ id }: { id: string }) => (id === 'a1' ? 10 : 900),
          label: ({ name }: { name: string }) => `wallet of ${name}`,
          friends: ({ id }: { id: string }) => (id === 'a1' ? [{ id: 'a2' }] : [{ id: 'a1' }, { id: 'a1' }]),
        },
      },
    },
    ranks: {
      sdl: `type Account @key(fields: "id") @interfaceObject { id: ID! rank: String }`,
      resolvers: { Account: { rank: ({ id }: { id: string }) => (id === 'a2' ? 'gold' : 'none') } },
    },
    cars: {
      sdl: `type Person @key(fields: "id") { id: ID! cars: [String!] }`,
      resolvers: { Person: { cars: ({ id }: { id: string }) => [`car of ${id}`] } },
    },
  },
  cases: [
    {
      title: 'a field of an interface object stands on the interface and on its types',
      query: '{ accounts { balance ... on Person { b: balance } } person { balance } }',
      data: { accounts: [{ balance: 10, b: 10 }, { balance: 900 }], person: { balance: 10 } },
    },
    {
      title: 'the type’s name is asked where it is known',
      query: '{ richest { __typename } rows { __typename } }',
      data: { richest: { __typename: 'Company' }, rows: [[{ __typename: 'Person' }, null], [], null, [{ __typename: 'Company' }]] },
    },
    { title: 'the key alone needs nobody else', query: '{ richest { id } }', data: { richest: { id: 'a2' } } },
    {
      title: 'a fragment chooses after the type is known',
      query:
        '{ richest { ... on Company { seats } ... on Person { age } } pair { left { ... on Person { age cars } ... on Company { seats } } right { id } } }',
      data: { richest: { seats: 12 }, pair: { left: { age: 30, cars: ['car of a1'] }, right: null } },
    },
    {
      title: 'a requirement of an interface object is fetched from the types',
      query: '{ richest { label } accounts { label } person { label } }',
      data: {
        richest: { label: 'wallet of Yard' },
        accounts: [{ label: 'wallet of Kim' }, { label: 'wallet of Yard' }],
        person: { label: 'wallet of Kim' },
      },
    },
    {
      title: 'interface objects of two subgraphs add to one interface',
      query: '{ account(id: "a1") { rank name } accounts { ... on Company { rank } } }',
      data: { account: { rank: 'none', name: 'Kim' }, accounts: [{}, { rank: 'gold' }] },
    },
    {
      title: 'interface objects behind interface objects',
      query: '{ account(id: "a2") { friends { __typename name friends { name rank } } } }',
      data: {
        account: {
          friends: [
            { __typename: 'Person', name: 'Kim', friends: [{ name: 'Yard', rank: 'gold' }] },
            { __typename: 'Person', name: 'Kim', friends: [{ name: 'Yard', rank: 'gold' }] },
          ],
        },
      },
    },
    {
      title: 'aliases on both sides of the change of the type’s name',
      query: '{ rows { id: name name: id kind: __typename __typename ... on Company { id: name } } }',
      data: {
        rows: [
          [{ id: 'Kim', name: 'a1', kind: 'Person', __typename: 'Person' }, null],
          [],
          null,
          [{ id: 'Yard', name: 'a2', kind: 'Company', __typename: 'Company' }],
        ],
      },
    },
    {
      title: 'conditions around fragments on it',
      query:
        'query ($deep: Boolean!) { richest { ... on Company @include(if: $deep) { seats } ... on Account @skip(if: $deep) { name } balance } }',
      variables: { deep: true },
      data: { richest: { seats: 12, balance: 900 } },
    },
  ],
};
