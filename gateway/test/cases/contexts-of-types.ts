import type { Suite } from '../case.ts';

type Given = Record<string, unknown>;
const seats = (...ids: string[]) => ids.map((id) => ({ id }));
const told = (name: string) => (seat: Given, given: Given) => `${seat.id} ${name} ${JSON.stringify(given)}`;

const places = [
  { __typename: 'Tent', id: 't1', canvas: 'red', seats: seats('s1', 's2') },
  { __typename: 'Booth', id: 'b1', boards: 3, seats: seats('s1') },
  { __typename: 'Tent', id: 't2', canvas: null, seats: seats('s2') },
];

/** Contexts that interfaces, unions and the root set, and types beside others that do not. */
export const contextsOfTypes: Suite = {
  name: 'Contexts of interfaces, unions and the root',
  subgraphs: {
    fair: {
      sdl: `
        type Query @context(name: "root") @context(name: "cloth") { locale(of: String): String! floor: String places: [Place!]! spots: [[Spot]!]! covered: [Covered!]! grounds: [Ground!]! }
        interface Place @context(name: "place") { id: ID! seats: [Seat!]! }
        union Spot @context(name: "spot") = Tent | Booth
        interface Covered { seats: [Seat!]! }
        type Tent implements Place & Covered @key(fields: "id") @context(name: "cloth") { id: ID! canvas: String seats: [Seat!]! beside: Booth! }
        type Booth implements Place & Covered @key(fields: "id") { id: ID! boards: Int! seats: [Seat!]! }
        type Ground @key(fields: "id") @context(name: "cloth") { id: ID! grass: String places: [Place!]! }
        type Seat @key(fields: "id") {
          id: ID!
          in(place: ID @fromContext(field: "$place { id }")): String
          of(what: String @fromContext(field: "$spot ... on Tent { canvas }")): String
          on(what: String @fromContext(field: "$cloth ... on Tent { canvas } ... on Ground { grass } ... on Query { floor }")): String
          label(locale: String @fromContext(field: "$root { locale }")): String
        }
        type Pass @key(fields: "id") { id: ID! label(locale: String @fromContext(field: "$root { locale }")): String }
      `,
      resolvers: {
        Query: {
          floor: () => 'wood',
          locale: (_: unknown, { of }: Given) => of ?? 'ko',
          places: () => places,
          spots: () => [[places[0], null], [], [places[1]]],
          covered: () => places.slice(0, 2),
          grounds: () => [
            { id: 'r1', grass: 'long', places },
            { id: 'r2', grass: 'short', places: [places[1]] },
          ],
        },
        Pass: { __resolveReference: (pass: Given) => pass, label: told('label') },
        Tent: { beside: () => places[1] },
        Seat: { __resolveReference: (seat: Given) => seat, in: told('in'), of: told('of'), on: told('on'), label: told('label') },
      },
    },
    tickets: {
      sdl: `
        type Query { sold: [Ticket!]! }
        type Ticket { code: String! pass: Pass! }
        type Pass @key(fields: "id") { id: ID! }
        type Seat @key(fields: "id") { id: ID! row: Int! }
      `,
      resolvers: {
        Query: {
          sold: () => [
            { code: 'a', pass: { id: 's1' } },
            { code: 'b', pass: { id: 's2' } },
          ],
        },
        Seat: { row: ({ id }: Given) => Number(String(id).slice(1)) },
      },
    },
  },
  cases: [
    {
      title: 'an interface sets a context for all its types',
      query: '{ places { seats { in row } } }',
      data: {
        places: [
          {
            seats: [
              { in: 's1 in {"place":"t1"}', row: 1 },
              { in: 's2 in {"place":"t1"}', row: 2 },
            ],
          },
          { seats: [{ in: 's1 in {"place":"b1"}', row: 1 }] },
          { seats: [{ in: 's2 in {"place":"t2"}', row: 2 }] },
        ],
      },
    },
    {
      title: 'also where it is asked by another interface of these types',
      query: '{ covered { seats { in } } }',
      data: {
        covered: [{ seats: [{ in: 's1 in {"place":"t1"}' }, { in: 's2 in {"place":"t1"}' }] }, { seats: [{ in: 's1 in {"place":"b1"}' }] }],
      },
    },
    {
      title: 'a union sets a context for its members; one of which nothing is selected gives null',
      query: '{ spots { ... on Tent { seats { of } } ... on Booth { seats { of in } } } }',
      data: {
        spots: [
          [{ seats: [{ of: 's1 of {"what":"red"}' }, { of: 's2 of {"what":"red"}' }] }, null],
          [],
          [{ seats: [{ of: 's1 of {"what":null}', in: 's1 in {"place":"b1"}' }] }],
        ],
      },
    },
    {
      title: 'the nearest context counts, type by type',
      query: '{ grounds { places { seats { on } } } }',
      data: {
        grounds: [
          {
            places: [
              { seats: [{ on: 's1 on {"what":"red"}' }, { on: 's2 on {"what":"red"}' }] },
              { seats: [{ on: 's1 on {"what":"long"}' }] },
              { seats: [{ on: 's2 on {"what":null}' }] },
            ],
          },
          { places: [{ seats: [{ on: 's1 on {"what":"short"}' }] }] },
        ],
      },
    },
    {
      title: 'up to the root',
      query: '{ places { seats { on } } }',
      data: {
        places: [
          { seats: [{ on: 's1 on {"what":"red"}' }, { on: 's2 on {"what":"red"}' }] },
          { seats: [{ on: 's1 on {"what":"wood"}' }] },
          { seats: [{ on: 's2 on {"what":null}' }] },
        ],
      },
    },
    {
      title: 'also in fragments, and past objects that set another',
      query: '{ grounds { places { id ... on Tent { beside { seats { on in } } } ... on Booth { seats { on } } } } }',
      data: {
        grounds: [
          {
            places: [
              { id: 't1', beside: { seats: [{ on: 's1 on {"what":"red"}', in: 's1 in {"place":"b1"}' }] } },
              { id: 'b1', seats: [{ on: 's1 on {"what":"long"}' }] },
              { id: 't2', beside: { seats: [{ on: 's1 on {"what":null}', in: 's1 in {"place":"b1"}' }] } },
            ],
          },
          { places: [{ id: 'b1', seats: [{ on: 's1 on {"what":"short"}' }] }] },
        ],
      },
    },
    {
      title: 'the root sets a context, also for what another subgraph answers there',
      query: '{ locale(of: "en") sold { code pass { label } } places { seats { label } } }',
      data: {
        locale: 'en',
        sold: [
          { code: 'a', pass: { label: 's1 label {"locale":"ko"}' } },
          { code: 'b', pass: { label: 's2 label {"locale":"ko"}' } },
        ],
        places: [
          { seats: [{ label: 's1 label {"locale":"ko"}' }, { label: 's2 label {"locale":"ko"}' }] },
          { seats: [{ label: 's1 label {"locale":"ko"}' }] },
          { seats: [{ label: 's2 label {"locale":"ko"}' }] },
        ],
      },
    },
    {
      title: 'also when only another subgraph is asked there',
      query: '{ sold { pass { label } } }',
      data: { sold: [{ pass: { label: 's1 label {"locale":"ko"}' } }, { pass: { label: 's2 label {"locale":"ko"}' } }] },
    },
    {
      title: 'all of them at once, under other names',
      query: '{ p: places { s: seats { in a: label id: row } __typename } }',
      data: {
        p: [
          {
            s: [
              { in: 's1 in {"place":"t1"}', a: 's1 label {"locale":"ko"}', id: 1 },
              { in: 's2 in {"place":"t1"}', a: 's2 label {"locale":"ko"}', id: 2 },
            ],
            __typename: 'Tent',
          },
          { s: [{ in: 's1 in {"place":"b1"}', a: 's1 label {"locale":"ko"}', id: 1 }], __typename: 'Booth' },
          { s: [{ in: 's2 in {"place":"t2"}', a: 's2 label {"locale":"ko"}', id: 2 }], __typename: 'Tent' },
        ],
      },
    },
  ],
};
