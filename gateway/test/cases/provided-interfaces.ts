import type { Suite } from '../case.ts';

type Key = { id: string };
type Animal = { __typename: string; id: string; name?: string; sound?: string; age?: number };
const own: Animal[] = [
  { __typename: 'Cow', id: 'c1', name: 'Bess', sound: 'moo', age: 7 },
  { __typename: 'Hen', id: 'h1', name: 'Pic', sound: 'cluck', age: 2 },
];
const find = ({ id }: Key): Animal | null => own.find((animal) => animal.id === id) ?? null;

/**
 * `@provides` of an interface's own fields, of members of unions, of lists of value objects; two providers of
 * one type with different parts.
 */
export const providedInterfaces: Suite = {
  name: '@provides on interfaces, unions and lists',
  subgraphs: {
    farm: {
      sdl: `
        type Query { animals: [Animal!]! barn: Barn }
        interface Animal { id: ID! name: String sound: String }
        type Cow implements Animal @key(fields: "id") { id: ID! name: String @shareable sound: String @shareable age: Int @shareable }
        type Hen implements Animal @key(fields: "id") { id: ID! name: String @shareable sound: String @shareable age: Int }
        type Barn @key(fields: "id") { id: ID! rows: [[Stall]] @shareable keeper: Keeper @shareable }
        type Stall @shareable { number: Int! animal: Animal tools: [Tool!] }
        type Tool @shareable { name: String price: Int }
        union Keeper = Person | Robot
        type Person @key(fields: "id") { id: ID! name: String! @shareable phone: String }
        type Robot @key(fields: "id") { id: ID! model: String! @shareable name: Int @shareable }
      `,
      resolvers: {
        Query: { animals: () => own, barn: () => ({ id: 'b1' }) },
        Cow: { __resolveReference: find },
        Hen: { __resolveReference: find },
        Barn: {
          __resolveReference: ({ id }: Key) => ({ id }),
          rows: () => [[{ number: 1, animal: own[0], tools: [{ name: 'fork', price: 5 }] }, null], null],
          keeper: ({ id }: Key) => (id === 'b1' ? { __typename: 'Person', id: 'k1' } : { __typename: 'Robot', id: 'k2' }),
        },
        Person: { __resolveReference: ({ id }: Key) => ({ id }), name: () => 'owned name', phone: ({ id }: Key) => `phone ${id}` },
        Robot: { __resolveReference: ({ id }: Key) => ({ id }), model: () => 'owned model', name: () => 9 },
      },
    },
    shows: {
      sdl: `
        type Query {
          show: Show
          loud: [Animal!]! @provides(fields: "... on Cow { sound } ... on Hen { sound }")
          keepers: [Keeper!]! @provides(fields: "... on Person { name } ... on Robot { model }")
          barns: [Barn!]! @provides(fields: "rows { number animal { name } tools { name } } keeper { ... on Person { name } }")
          bare: [Barn!]!
        }
        type Show { stars: [[Animal]] @provides(fields: "... on Cow { name age } ... on Hen { name }") best: Animal host: Keeper }
        interface Animal { id: ID! name: String sound: String }
        type Cow implements Animal @key(fields: "id") { id: ID! name: String @external sound: String @external age: Int @external prize: Int }
        type Hen implements Animal @key(fields: "id") { id: ID! name: String @external sound: String @external prize: Int }
        type Barn @key(fields: "id") { id: ID! rows: [[Stall]] @external keeper: Keeper @external }
        type Stall @external { number: Int! animal: Animal tools: [Tool!] }
        type Tool @external { name: String }
        union Keeper = Person | Robot
        type Person @key(fields: "id") { id: ID! name: String! @external }
        type Robot @key(fields: "id") { id: ID! model: String! @external }
      `,
      resolvers: {
        Query: {
          show: () => ({
            stars: [
              [{ __typename: 'Cow', id: 'c1', name: 'shown cow', age: 1 }, null],
              [{ __typename: 'Hen', id: 'h1', name: 'shown hen' }],
            ],
            best: { __typename: 'Hen', id: 'h1' },
            host: { __typename: 'Person', id: 'k1' },
          }),
          loud: () => [
            { __typename: 'Hen', id: 'h1', sound: 'loud' },
            { __typename: 'Cow', id: 'c1', sound: 'LOUD' },
          ],
          keepers: () => [
            { __typename: 'Robot', id: 'k2', model: 'shown model' },
            { __typename: 'Person', id: 'k1', name: 'shown name' },
          ],
          barns: () => [
            {
              id: 'b1',
              rows: [[{ number: 5, animal: { __typename: 'Cow', id: 'c1', name: 'in the show' }, tools: [{ name: 'brush' }] }, null], null],
              keeper: { __typename: 'Person', id: 'k1', name: 'in the show' },
            },
          ],
          bare: () => [{ id: 'b1' }, { id: 'b2' }],
        },
        Cow: { prize: () => 100 },
        Hen: { prize: () => 5 },
      },
    },
  },
  cases: [
    {
      title: 'an interface’s field, whatever the type',
      query: '{ loud { id sound } }',
      data: {
        loud: [
          { id: 'h1', sound: 'loud' },
          { id: 'c1', sound: 'LOUD' },
        ],
      },
    },
    {
      title: 'beside a field that comes from the owner',
      query: '{ loud { name sound ... on Cow { age prize } } animals { sound name } }',
      data: {
        loud: [
          { name: 'Pic', sound: 'loud' },
          { name: 'Bess', sound: 'LOUD', age: 7, prize: 100 },
        ],
        animals: [
          { sound: 'moo', name: 'Bess' },
          { sound: 'cluck', name: 'Pic' },
        ],
      },
    },
    {
      title: 'an interface’s field and one of a type, in lists of lists',
      query: '{ show { stars { name ... on Cow { age } ... on Hen { prize old: age } } best { name } } }',
      data: { show: { stars: [[{ name: 'shown cow', age: 1 }, null], [{ name: 'shown hen', prize: 5, old: 2 }]], best: { name: 'Pic' } } },
    },
    {
      title: 'asked by the type what is provided by the interface',
      query:
        '{ loud { ... on Hen { sound } ... on Cow { s: sound } } show { stars { ... on Hen { n: name sound } ... on Cow { sound } } } }',
      data: { loud: [{ sound: 'loud' }, { s: 'LOUD' }], show: { stars: [[{ sound: 'moo' }, null], [{ n: 'shown hen', sound: 'cluck' }]] } },
    },
    {
      title: 'members of a union, each with its own',
      query: '{ keepers { ... on Person { name phone } ... on Robot { model number: name } } show { host { ... on Person { name } } } }',
      data: {
        keepers: [
          { model: 'shown model', number: 9 },
          { name: 'shown name', phone: 'phone k1' },
        ],
        show: { host: { name: 'owned name' } },
      },
    },
    {
      title: 'through lists of lists of objects to an interface and a union',
      query: '{ barns { rows { number animal { name } tools { name } } keeper { ... on Person { name } } } }',
      data: {
        barns: [
          {
            rows: [[{ number: 5, animal: { name: 'in the show' }, tools: [{ name: 'brush' }] }, null], null],
            keeper: { name: 'in the show' },
          },
        ],
      },
    },
    {
      title: 'the same fields without it come from the owner',
      query: '{ bare { keeper { __typename ... on Person { name } ... on Robot { model } } rows { number tools { price } } } }',
      data: {
        bare: [
          { keeper: { __typename: 'Person', name: 'owned name' }, rows: [[{ number: 1, tools: [{ price: 5 }] }, null], null] },
          { keeper: { __typename: 'Robot', model: 'owned model' }, rows: [[{ number: 1, tools: [{ price: 5 }] }, null], null] },
        ],
      },
    },
  ],
};
