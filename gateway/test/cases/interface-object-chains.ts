import type { Suite } from '../case.ts';

const accounts: Record<string, { __typename: string; id: string; name: string }> = {
  a1: { __typename: 'Person', id: 'a1', name: 'Kim' },
  a2: { __typename: 'Company', id: 'a2', name: 'Yard' },
};

/** An `@interfaceObject` that requires a field of another, which requires one of the interface's types. */
export const interfaceObjectChains: Suite = {
  name: '@requires from @interfaceObject to @interfaceObject',
  subgraphs: {
    directory: {
      sdl: `
        type Query { accounts: [Account!]! }
        interface Account @key(fields: "id") { id: ID! name: String! }
        type Person implements Account @key(fields: "id") { id: ID! name: String! age: Int }
        type Company implements Account @key(fields: "id") { id: ID! name: String! }
      `,
      resolvers: {
        Query: { accounts: () => Object.values(accounts) },
        Account: { __resolveReference: ({ id }: { id: string }) => accounts[id] ?? null },
        Person: { __resolveReference: ({ id }: { id: string }) => accounts[id] ?? null, age: () => 30 },
        Company: { __resolveReference: ({ id }: { id: string }) => accounts[id] ?? null },
      },
    },
    wallets: {
      sdl: `
        type Account @key(fields: "id") @interfaceObject {
          id: ID! name: String! @external balance: Int! label: String @requires(fields: "name") friends: [Account!]
        }
      `,
      resolvers: {
        Account: {
          balance: ({ id }: { id: string }) => (id === 'a1' ? 10 : 900),
          label: ({ name }: { name: string }) => `wallet of ${name}`,
          friends: ({ id }: { id: string }) => [{ id: id === 'a1' ? 'a2' : 'a1' }],
        },
      },
    },
    ranks: {
      sdl: `
        type Query { first: Account second: Account ghost: Account ghosts: [Account] }
        type Account @key(fields: "id") @interfaceObject { id: ID! balance: Int! @external rank: String @requires(fields: "balance") }
      `,
      resolvers: {
        Query: {
          first: () => ({ id: 'a1' }),
          second: () => ({ id: 'a2' }),
          ghost: () => ({ id: 'zz' }),
          ghosts: () => [{ id: 'zz' }, { id: 'a1' }, null],
        },
        Account: { rank: ({ balance }: { balance: number }) => (balance > 100 ? 'gold' : 'none') },
      },
    },
  },
  cases: [
    {
      title: 'what one type is asked for requires nothing of the others',
      query: '{ accounts { friends { id } ... on Company { label } } }',
      data: { accounts: [{ friends: [{ id: 'a2' }] }, { friends: [{ id: 'a1' }], label: 'wallet of Yard' }] },
    },
    {
      title: 'also where each type is asked for something else, which others require',
      query: '{ accounts { ... on Person { balance rank } ... on Company { label } } }',
      data: { accounts: [{ balance: 10, rank: 'none' }, { label: 'wallet of Yard' }] },
    },
    {
      title: 'one after the other',
      query: '{ accounts { rank label } }',
      data: {
        accounts: [
          { rank: 'none', label: 'wallet of Kim' },
          { rank: 'gold', label: 'wallet of Yard' },
        ],
      },
    },
    {
      title: 'from an interface object',
      query: '{ first { rank label name } }',
      data: { first: { rank: 'none', label: 'wallet of Kim', name: 'Kim' } },
    },
    {
      title: 'under a fragment, a requirement beside a field without one',
      query: '{ first { ... on Person { label balance age } } }',
      data: { first: { label: 'wallet of Kim', balance: 10, age: 30 } },
    },
    {
      title: 'what is asked of one type does not show at another, nor fail there',
      query: '{ second { ... on Person { label balance } ... on Company { name } } }',
      data: { second: { name: 'Yard' } },
    },
    {
      title: 'under a fragment and over a list',
      query: '{ first { ... on Person { label friends { id ... on Company { label } ... on Person { age } } } } }',
      data: { first: { label: 'wallet of Kim', friends: [{ id: 'a2', label: 'wallet of Yard' }] } },
    },
    {
      title: 'fields of interface objects need no type',
      query: '{ first { balance } second { id rank friends { friends { balance } } } }',
      data: { first: { balance: 10 }, second: { id: 'a2', rank: 'gold', friends: [{ friends: [{ balance: 900 }] }] } },
    },
    {
      title: 'nor does an object whose type nobody knows',
      query: '{ ghost { id balance ... on Account { rank } } ghosts { balance } }',
      data: { ghost: { id: 'zz', balance: 900, rank: 'gold' }, ghosts: [{ balance: 900 }, { balance: 10 }, null] },
    },
    {
      title: 'with its type asked for it is an error',
      query: '{ ghost { balance __typename } ghosts { kind: __typename balance } }',
      data: { ghost: null, ghosts: [null, { kind: 'Person', balance: 10 }, null] },
      errors: [{ path: ['ghost'] }, { path: ['ghosts', 0] }],
    },
    {
      title: 'also when a fragment depends on it',
      query: '{ ghost { balance ... on Person { age } } }',
      data: { ghost: null },
      errors: [{ path: ['ghost'] }],
    },
    {
      title: 'not when nothing is left of the fragment, or it is for no type at all',
      query:
        'query ($no: Boolean = false) { ghost { id ... on Person { age @include(if: $no) ...name } ... on Account { ... on Company { ... on Account { ... on Person { age } } } } } ghosts { balance ... on Company @include(if: $no) { name } } } fragment name on Person { name @skip(if: true) }',
      data: { ghost: { id: 'zz' }, ghosts: [{ balance: 900 }, { balance: 10 }, null] },
    },
  ],
};
