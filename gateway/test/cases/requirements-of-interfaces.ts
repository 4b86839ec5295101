import type { Suite } from '../case.ts';

type Address = { __typename: string; id: string; street?: string; floor?: number | null; box?: string; town?: { name: string } };
type Contact = { mail?: string; phone?: string; no?: string; bank?: string };
type Guest = { address?: Address | null; contacts?: Contact[]; pets?: { name: string; age: number; lives?: number }[] };

const addresses: Record<string, Address> = {
  h1: { __typename: 'Home', id: 'h1', street: 'Han', floor: 3, town: { name: 'Seoul' } },
  w1: { __typename: 'Work', id: 'w1', street: 'Nam', box: 'b9', town: { name: 'Busan' } },
};

/** What is required stands behind an interface or a union: fields of some types only, entities of a third subgraph, lists, arguments. */
export const requirementsOfInterfaces: Suite = {
  name: '@requires through interfaces and unions',
  subgraphs: {
    guests: {
      sdl: `
        type Query { guests: [Guest!]! guest: Guest }
        type Guest @key(fields: "id") { id: ID! address: Address contacts: [Contact!]! pets: [Pet!]! }
        interface Address { id: ID! street: String }
        type Home implements Address @key(fields: "id") { id: ID! street: String floor: Int }
        type Work implements Address @key(fields: "id") { id: ID! street: String box: String }
        union Contact = Mail | Phone | Card
        type Mail { mail: String! }
        type Phone { phone(code: String = "82"): String! }
        type Card @key(fields: "no") { no: ID! }
        interface Pet { name: String! age(in: Unit! = YEARS): Int }
        type Dog implements Pet { name: String! age(in: Unit! = YEARS): Int }
        type Cat implements Pet { name: String! age(in: Unit! = YEARS): Int lives: Int! }
        enum Unit { YEARS MONTHS }
      `,
      resolvers: {
        Query: { guests: () => [{ id: 'g1' }, { id: 'g2' }, { id: 'g3' }], guest: () => ({ id: 'g2' }) },
        Guest: {
          address: ({ id }: { id: string }) => (id === 'g3' ? null : id === 'g1' ? addresses.h1 : addresses.w1),
          contacts: ({ id }: { id: string }) =>
            id === 'g1'
              ? [
                  { __typename: 'Mail', mail: 'a@b' },
                  { __typename: 'Card', no: 'c1' },
                ]
              : id === 'g2'
                ? [{ __typename: 'Phone' }]
                : [],
          pets: ({ id }: { id: string }) =>
            id === 'g1'
              ? [
                  { __typename: 'Dog', name: 'Rex', years: 3 },
                  { __typename: 'Cat', name: 'Tom', years: 1, lives: 9 },
                ]
              : [],
        },
        Home: { __resolveReference: ({ id }: Address) => addresses[id] ?? null },
        Work: { __resolveReference: ({ id }: Address) => addresses[id] ?? null },
        Phone: { phone: (_: unknown, { code }: { code: string }) => `+${code} 10` },
        Dog: { age: ({ years }: { years: number }, { in: unit }: { in: string }) => (unit === 'MONTHS' ? years * 12 : years) },
        Cat: { age: ({ years }: { years: number }, { in: unit }: { in: string }) => (unit === 'MONTHS' ? years * 12 : years) },
      },
    },
    towns: {
      sdl: `
        type Home @key(fields: "id") { id: ID! town: Town }
        type Work @key(fields: "id") { id: ID! town: Town }
        type Town { name: String! }
        type Card @key(fields: "no") { no: ID! bank: String }
      `,
      resolvers: {
        Home: { town: ({ id }: Address) => addresses[id]!.town },
        Work: { town: ({ id }: Address) => addresses[id]!.town },
        Card: { bank: ({ no }: { no: string }) => `bank of ${no}` },
      },
    },
    letters: {
      sdl: `
        type Query { written: [Guest!]! }
        type Guest @key(fields: "id") {
          id: ID! address: Address @external contacts: [Contact!]! @external pets: [Pet!]! @external
          envelope: String @requires(fields: "address { __typename street ... on Home { floor town { name } } ... on Work { box town { name } } }")
          plain: String @requires(fields: "address { id street }")
          ways: String! @requires(fields: "contacts { ... on Mail { mail } ... on Phone { phone(code: \\"1\\") } ... on Card { no bank } }")
          petsAges: String @requires(fields: "pets { name age(in: MONTHS) ... on Cat { lives } }")
        }
        interface Address { id: ID! street: String }
        type Home implements Address @key(fields: "id") { id: ID! street: String @external floor: Int @external town: Town @external sign: String @requires(fields: "street floor") }
        type Work implements Address @key(fields: "id") { id: ID! street: String @external box: String @external town: Town @external }
        type Town @external { name: String! }
        union Contact = Mail | Phone | Card
        type Mail @external { mail: String! }
        type Phone @external { phone(code: String = "82"): String! }
        type Card @key(fields: "no") { no: ID! bank: String @external }
        interface Pet { name: String! age(in: Unit! = YEARS): Int }
        type Dog implements Pet @external { name: String! age(in: Unit! = YEARS): Int }
        type Cat implements Pet @external { name: String! age(in: Unit! = YEARS): Int lives: Int! }
        enum Unit { YEARS MONTHS }
      `,
      resolvers: {
        Query: { written: () => [{ id: 'g2' }, { id: 'g1' }] },
        Guest: {
          envelope: ({ address }: Guest) =>
            address ? `${address.__typename} ${address.street} ${address.floor ?? address.box} ${address.town?.name}` : 'nowhere',
          plain: ({ address }: Guest) => (address ? `${address.id} ${address.street}` : null),
          ways: ({ contacts }: Guest) => (contacts ?? []).map(({ mail, phone, no, bank }) => mail ?? phone ?? `${no} ${bank}`).join(),
          petsAges: ({ pets }: Guest) => (pets ?? []).map(({ name, age, lives = '' }) => `${name} ${age} ${lives}`.trim()).join(),
        },
        Home: { sign: ({ street, floor }: Address) => `${street} ${floor}` },
      },
    },
  },
  cases: [
    {
      title: 'fields of the interface and of its types, of which a third subgraph has some',
      query: '{ guests { envelope } }',
      data: { guests: [{ envelope: 'Home Han 3 Seoul' }, { envelope: 'Work Nam b9 Busan' }, { envelope: 'nowhere' }] },
    },
    {
      title: 'fields of the interface alone',
      query: '{ guests { plain } written { plain } }',
      data: {
        guests: [{ plain: 'h1 Han' }, { plain: 'w1 Nam' }, { plain: null }],
        written: [{ plain: 'w1 Nam' }, { plain: 'h1 Han' }],
      },
    },
    {
      title: 'members of a union, one of which is an entity with a field of a third',
      query: '{ guests { ways } }',
      data: { guests: [{ ways: 'a@b,c1 bank of c1' }, { ways: '+1 10' }, { ways: '' }] },
    },
    {
      title: 'the client’s own arguments, fragments and types beside them',
      query:
        '{ guest { ways contacts { ... on Phone { phone home: phone(code: "7") } ... on Card { bank } } envelope address { ... on Home { floor } kind: __typename ... on Work { town { name } } } } }',
      data: {
        guest: {
          ways: '+1 10',
          contacts: [{ phone: '+82 10', home: '+7 10' }],
          envelope: 'Work Nam b9 Busan',
          address: { kind: 'Work', town: { name: 'Busan' } },
        },
      },
    },
    {
      title: 'an argument on the interface’s field',
      query: '{ guests { petsAges pets { age ... on Cat { lives months: age(in: MONTHS) } } } }',
      data: {
        guests: [
          { petsAges: 'Rex 36,Tom 12 9', pets: [{ age: 3 }, { age: 1, lives: 9, months: 12 }] },
          { petsAges: '', pets: [] },
          { petsAges: '', pets: [] },
        ],
      },
    },
    {
      title: 'from the subgraph that requires, all at once',
      query: '{ written { petsAges ways plain envelope address { id ... on Home { sign } } } }',
      data: {
        written: [
          { petsAges: '', ways: '+1 10', plain: 'w1 Nam', envelope: 'Work Nam b9 Busan', address: { id: 'w1' } },
          {
            petsAges: 'Rex 36,Tom 12 9',
            ways: 'a@b,c1 bank of c1',
            plain: 'h1 Han',
            envelope: 'Home Han 3 Seoul',
            address: { id: 'h1', sign: 'Han 3' },
          },
        ],
      },
    },
    {
      title: 'a requirement of a type behind the interface, under aliases of what is required',
      query: '{ guests { address: plain plain: address { street: id ... on Home { floor: sign } id: street } } }',
      data: {
        guests: [
          { address: 'h1 Han', plain: { street: 'h1', floor: 'Han 3', id: 'Han' } },
          { address: 'w1 Nam', plain: { street: 'w1', id: 'Nam' } },
          { address: null, plain: null },
        ],
      },
    },
  ],
};
