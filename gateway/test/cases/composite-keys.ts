import type { Suite } from '../case.ts';

const parts = { '1': { id: '1', serial: 's1', place: { hall: 'h1', row: 'r1', slot: 't1' }, label: 'bolt' } };

/** Several composite keys, most of them not resolvable: only one way leads back. */
export const compositeKeys: Suite = {
  name: 'Composite keys of which few are resolvable',
  subgraphs: {
    labels: {
      sdl: `
        type Part @key(fields: "id", resolvable: true) @key(fields: "serial", resolvable: false)
          @key(fields: "place { hall row }", resolvable: false) @key(fields: "id place { row slot }", resolvable: false)
        { id: ID! serial: ID! place: Place! label: String! }
        type Place { hall: ID! row: ID! slot: ID! }
      `,
      resolvers: { Part: { __resolveReference: ({ id }: { id: '1' }) => parts[id] ?? null } },
    },
    racks: {
      sdl: `
        type Query { rack: Rack }
        type Rack @key(fields: "id") { id: ID! parts: [Part!]! }
        type Part @key(fields: "place { hall row }", resolvable: false) @key(fields: "id place { row slot }", resolvable: true)
          @key(fields: "serial", resolvable: false) @key(fields: "id", resolvable: false)
        { id: ID! serial: ID! place: Place! label: String! @external tag: String! @requires(fields: "label") }
        type Place { hall: ID! row: ID! slot: ID! }
      `,
      resolvers: {
        Query: { rack: () => ({ id: 'k', parts: [parts['1']].map(({ label: _label, ...part }) => part) }) },
        Part: {
          __resolveReference: ({ id, place, label }: { id: '1'; place?: { row?: string; slot?: string }; label?: string }) => {
            if (!place?.row || !place.slot) throw new Error('Only the composite key is resolvable.');
            return { ...parts[id], label };
          },
          tag: ({ label }: { label?: string }) => {
            if (!label) throw new Error('The label is missing.');
            return `[${label}]`;
          },
        },
      },
    },
  },
  cases: [
    {
      title: 'a requirement goes over by one key and comes back by another',
      query: '{ rack { id parts { id label tag } } }',
      data: { rack: { id: 'k', parts: [{ id: '1', label: 'bolt', tag: '[bolt]' }] } },
    },
    {
      title: 'the requirement alone',
      query: '{ rack { parts { tag } } }',
      data: { rack: { parts: [{ tag: '[bolt]' }] } },
    },
    {
      title: 'under aliases that are names of keys',
      query: '{ rack { id: __typename all: parts { place: tag id: serial serial: label label: id } } }',
      data: { rack: { id: 'Rack', all: [{ place: '[bolt]', id: 's1', serial: 'bolt', label: '1' }] } },
    },
    {
      title: 'in fragments, with a part of the composite key asked for',
      query:
        '{ rack { ...r parts { place { slot } } } } fragment r on Rack { parts { ...p place { hall } } } fragment p on Part { tag ... on Part { place { row } } }',
      data: { rack: { parts: [{ tag: '[bolt]', place: { hall: 'h1', row: 'r1', slot: 't1' } }] } },
    },
    {
      title: 'twice, of which one is skipped',
      query: 'query ($no: Boolean = false) { rack { parts { tag @include(if: $no) label } again: parts { tag } } }',
      data: { rack: { parts: [{ label: 'bolt' }], again: [{ tag: '[bolt]' }] } },
    },
  ],
};
