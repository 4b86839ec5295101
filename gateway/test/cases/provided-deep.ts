import type { Suite } from '../case.ts';

const owned = (id: string) => ({ id, name: `owned ${id}`, country: 'KR', keeper: { id: `k${id}`, name: `owned keeper ${id}` } });

/** `@provides` of several levels, in lists, on interfaces; beside what is not provided. */
export const providedDeep: Suite = {
  name: '@provides of several levels',
  subgraphs: {
    farms: {
      sdl: `
        type Query { farm: Farm farmer: Farmer }
        type Farm @key(fields: "id") { id: ID! name: String @shareable country: String @shareable keeper: Keeper @shareable }
        type Keeper @key(fields: "id") { id: ID! name: String @shareable phone: String }
        interface Animal { id: ID! name: String }
        type Cow implements Animal @key(fields: "id") { id: ID! name: String @shareable milk: Int }
        type Hen implements Animal @key(fields: "id") { id: ID! name: String @shareable eggs: Int }
        type Farmer @key(fields: "id") { id: ID! animals: [Animal!]! @shareable }
      `,
      resolvers: {
        Query: { farm: () => owned('f1'), farmer: () => ({ id: 'w' }) },
        Farm: { __resolveReference: ({ id }: { id: string }) => owned(id) },
        Keeper: {
          __resolveReference: ({ id }: { id: string }) => ({ id, name: `owned keeper ${id}` }),
          phone: ({ id }: { id: string }) => `phone ${id}`,
        },
        Cow: { __resolveReference: ({ id }: { id: string }) => ({ id }), name: () => 'owned cow', milk: () => 20 },
        Hen: { __resolveReference: ({ id }: { id: string }) => ({ id }), name: () => 'owned hen', eggs: () => 1 },
        Farmer: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          animals: () => [
            { __typename: 'Cow', id: 'c' },
            { __typename: 'Hen', id: 'h' },
          ],
        },
      },
    },
    market: {
      sdl: `
        type Query {
          stalls: [Stall] @provides(fields: "boxes { farm { name keeper { name } } }")
          plain: [Stall]
          shown: [Animal!] @provides(fields: "... on Cow { name } ... on Hen { name }")
          one: Stall @provides(fields: "boxes { farm { country } }")
        }
        type Stall { boxes: [[Box]] label: String }
        type Box { farm: Farm weight: Int! }
        type Farm @key(fields: "id") { id: ID! name: String @external country: String @external keeper: Keeper @external }
        type Keeper @key(fields: "id") { id: ID! name: String @external }
        interface Animal { id: ID! name: String }
        type Cow implements Animal @key(fields: "id") { id: ID! name: String @external price: Int }
        type Hen implements Animal @key(fields: "id") { id: ID! name: String @external price: Int }
      `,
      resolvers: {
        Query: {
          stalls: () => [
            { label: 's', boxes: [[{ weight: 1, farm: { id: 'f1', name: 'sold', keeper: { id: 'kf1', name: 'seller' } } }, null], null] },
            null,
          ],
          plain: () => [{ label: 'p', boxes: [[{ weight: 2, farm: { id: 'f2' } }]] }],
          one: () => ({ label: 'o', boxes: [[{ weight: 3, farm: { id: 'f1', country: 'sold' } }]] }),
          shown: () => [
            { __typename: 'Cow', id: 'c', name: 'shown cow' },
            { __typename: 'Hen', id: 'h', name: 'shown hen' },
          ],
        },
        Cow: { price: () => 900 },
        Hen: { price: () => 9 },
      },
    },
  },
  cases: [
    {
      title: 'down two levels and through lists of lists',
      query: '{ stalls { boxes { weight farm { name keeper { name } } } } }',
      data: { stalls: [{ boxes: [[{ weight: 1, farm: { name: 'sold', keeper: { name: 'seller' } } }, null], null] }, null] },
    },
    {
      title: 'what is not provided comes from the owner, beside what is',
      query: '{ stalls { boxes { farm { name country keeper { name phone } } } } }',
      data: {
        stalls: [
          { boxes: [[{ farm: { name: 'sold', country: 'KR', keeper: { name: 'seller', phone: 'phone kf1' } } }, null], null] },
          null,
        ],
      },
    },
    {
      title: 'the same type elsewhere is not provided',
      query: '{ plain { boxes { farm { name keeper { name } } } } farm { name } }',
      data: { plain: [{ boxes: [[{ farm: { name: 'owned f2', keeper: { name: 'owned keeper f2' } } }]] }], farm: { name: 'owned f1' } },
    },
    {
      title: 'two fields provide different things of one type',
      query: '{ one { boxes { farm { country name } } } stalls { boxes { farm { country name } } } }',
      data: {
        one: { boxes: [[{ farm: { country: 'sold', name: 'owned f1' } }]] },
        stalls: [{ boxes: [[{ farm: { country: 'KR', name: 'sold' } }, null], null] }, null],
      },
    },
    {
      title: 'an interface’s field, for all its types',
      query: '{ shown { name ... on Cow { milk price } ... on Hen { price } } farmer { animals { name ... on Hen { eggs } } } }',
      data: {
        shown: [
          { name: 'shown cow', milk: 20, price: 900 },
          { name: 'shown hen', price: 9 },
        ],
        farmer: { animals: [{ name: 'owned cow' }, { name: 'owned hen', eggs: 1 }] },
      },
    },
    {
      title: 'with aliases and fragments',
      query: '{ stalls { boxes { ...b } } } fragment b on Box { name: weight farm { keeper: name name: keeper { id: name } } }',
      data: { stalls: [{ boxes: [[{ name: 1, farm: { keeper: 'sold', name: { id: 'seller' } } }, null], null] }, null] },
    },
  ],
};
