import type { Suite } from '../case.ts';

/**
 * Fields that move between subgraphs or stand in several: `@override` (with labels), `@shareable`, `@external`, `@inaccessible`, `@tag`.
 */
export const movingFields: Suite = {
  name: '@override, @shareable, @inaccessible and @tag',
  subgraphs: {
    old: {
      sdl: `
        type Query { ticket: Ticket tickets: [Ticket!]! version: String! @shareable }
        type Ticket @key(fields: "id") { id: ID! seat: String price: Int! gate: String colour: String hall: Hall @shareable inside: String @inaccessible }
        type Hall @shareable { name: String! floor: Int! }
      `,
      resolvers: {
        Query: { ticket: () => ({ id: '1' }), tickets: () => [{ id: '1' }, { id: '2' }], version: () => 'same' },
        Ticket: {
          seat: () => 'old seat',
          price: () => 1,
          gate: () => 'old gate',
          colour: () => 'old colour',
          hall: () => ({ name: 'Main', floor: 1 }),
          inside: ({ id }: { id: string }) => `secret ${id}`,
        },
      },
    },
    fresh: {
      sdl: `
        type Query { version: String! @shareable latest: Ticket @tag(name: "internal") }
        type Ticket @key(fields: "id") {
          id: ID!
          seat: String @override(from: "old")
          gate: String @override(from: "old", label: "percent(100)")
          colour: String @override(from: "old", label: "percent(0)")
          inside: String @external
          stamp: String @requires(fields: "inside") @tag(name: "public")
          hall: Hall @shareable
        }
        type Hall @shareable { name: String! floor: Int! }
      `,
      resolvers: {
        Query: { version: () => 'same', latest: () => ({ id: '2' }) },
        Ticket: {
          seat: ({ id }: { id: string }) => `new seat ${id}`,
          gate: () => 'new gate',
          colour: () => 'new colour',
          stamp: ({ inside }: { inside: string }) => `stamp of ${inside}`,
          hall: () => ({ name: 'Main', floor: 1 }),
        },
      },
    },
  },
  cases: [
    {
      title: 'an overridden field comes from its new subgraph',
      query: '{ ticket { seat price } }',
      data: { ticket: { seat: 'new seat 1', price: 1 } },
    },
    {
      title: 'a label that stands for all requests moves the field',
      query: '{ tickets { gate } }',
      data: { tickets: [{ gate: 'new gate' }, { gate: 'new gate' }] },
    },
    {
      title: 'a label that stands for none leaves it',
      query: '{ ticket { colour id } }',
      data: { ticket: { colour: 'old colour', id: '1' } },
    },
    {
      title: 'from the new subgraph what was not moved comes from the old one',
      query: '{ latest { price colour gate } }',
      data: { latest: { price: 1, colour: 'old colour', gate: 'new gate' } },
    },
    {
      title: 'what clients may not see may be required all the same',
      query: '{ ticket { stamp } latest { stamp } }',
      data: { ticket: { stamp: 'stamp of secret 1' }, latest: { stamp: 'stamp of secret 2' } },
    },
    {
      title: 'clients do not see it, also not by introspection',
      query: '{ __type(name: "Ticket") { fields { name } } }',
      data: { __type: { fields: ['id', 'seat', 'gate', 'colour', 'stamp', 'hall', 'price'].map((name) => ({ name })) } },
    },
    {
      title: 'a shared field comes from where the rest is',
      query: '{ version ticket { hall { name floor } } latest { hall { floor } } }',
      data: { version: 'same', ticket: { hall: { name: 'Main', floor: 1 } }, latest: { hall: { floor: 1 } } },
    },
  ],
};
