import type { Suite } from '../case.ts';

type Key = { id: string };

/** `__typename`: at roots, on unions and interfaces, alone, under aliases, in fragments, before and behind other subgraphs. */
export const typenames: Suite = {
  name: '__typename',
  subgraphs: {
    rooms: {
      sdl: `
        type Query { room: Room place: Place places: [Place!]! pick: Pick none: Place owner: Owner! }
        type Mutation { open: Room! }
        interface Place @key(fields: "id") { id: ID! }
        type Room implements Place @key(fields: "id") { id: ID! guests: [Guest!]! }
        type Yard implements Place @key(fields: "id") { id: ID! }
        type Guest @key(fields: "id") { id: ID! }
        type Owner { room: Room }
        union Pick = Room | Guest
      `,
      resolvers: {
        Query: {
          room: () => ({ id: 'r1' }),
          place: () => ({ __typename: 'Yard', id: 'y1' }),
          places: () => [
            { __typename: 'Yard', id: 'y1' },
            { __typename: 'Room', id: 'r1' },
          ],
          pick: () => ({ __typename: 'Guest', id: 'g1' }),
          none: () => null,
          owner: () => ({ room: { id: 'r1' } }),
        },
        Mutation: { open: () => ({ id: 'r1' }) },
        Place: { __resolveReference: ({ id }: Key) => ({ __typename: id.startsWith('y') ? 'Yard' : 'Room', id }) },
        Room: { guests: () => [{ id: 'g1' }, { id: 'g2' }] },
      },
    },
    guests: {
      sdl: `
        type Query { best: Guest visited: [Place!]! }
        type Mutation { close: Boolean! }
        type Guest @key(fields: "id") { id: ID! name: String friend: Guest seat: Seat }
        type Seat { row: Int }
        type Place @key(fields: "id") @interfaceObject { id: ID! stars: Int near: Place }
      `,
      resolvers: {
        Query: { best: () => ({ id: 'g2' }), visited: () => [{ id: 'r1' }, { id: 'y1' }] },
        Mutation: { close: () => true },
        Guest: {
          name: ({ id }: Key) => `name of ${id}`,
          friend: ({ id }: Key) => (id === 'g1' ? { id: 'g2' } : null),
          seat: ({ id }: Key) => (id === 'g1' ? {} : null),
        },
        Place: { stars: () => 4, near: ({ id }: Key) => ({ id: id === 'r1' ? 'y1' : 'r1' }) },
      },
    },
  },
  cases: [
    { title: 'of the root alone', query: '{ __typename }', data: { __typename: 'Query' } },
    {
      title: 'of the root several times, in fragments',
      query: '{ a: __typename ...q best { __typename } } fragment q on Query { b: __typename __typename ... on Query { c: __typename } }',
      data: { a: 'Query', b: 'Query', __typename: 'Query', c: 'Query', best: { __typename: 'Guest' } },
    },
    {
      title: 'of a mutation, before, between and behind',
      query: 'mutation { a: __typename open { __typename guests { t: __typename name } } b: __typename close __typename }',
      data: {
        a: 'Mutation',
        open: {
          __typename: 'Room',
          guests: [
            { t: 'Guest', name: 'name of g1' },
            { t: 'Guest', name: 'name of g2' },
          ],
        },
        b: 'Mutation',
        close: true,
        __typename: 'Mutation',
      },
    },
    {
      title: 'alone on each kind of type',
      query:
        '{ room { __typename } place { __typename } places { __typename } pick { __typename } none { __typename } owner { __typename room { __typename } } }',
      data: {
        room: { __typename: 'Room' },
        place: { __typename: 'Yard' },
        places: [{ __typename: 'Yard' }, { __typename: 'Room' }],
        pick: { __typename: 'Guest' },
        none: null,
        owner: { __typename: 'Owner', room: { __typename: 'Room' } },
      },
    },
    {
      title: 'under aliases that are other fields’ names',
      query:
        '{ room { id: __typename guests { id: __typename name: id __typename } } pick { name: __typename ... on Guest { __typename id: name } } }',
      data: {
        room: {
          id: 'Room',
          guests: [
            { id: 'Guest', name: 'g1', __typename: 'Guest' },
            { id: 'Guest', name: 'g2', __typename: 'Guest' },
          ],
        },
        pick: { name: 'Guest', __typename: 'Guest', id: 'name of g1' },
      },
    },
    {
      title: 'of objects that another subgraph has, alone',
      query: '{ room { guests { friend { __typename } seat { __typename } } } }',
      data: {
        room: {
          guests: [
            { friend: { __typename: 'Guest' }, seat: { __typename: 'Seat' } },
            { friend: null, seat: null },
          ],
        },
      },
    },
    {
      title: 'of an @interfaceObject, and of those behind it',
      query: '{ visited { __typename near { t: __typename near { __typename id } } } places { near { __typename } stars } }',
      data: {
        visited: [
          { __typename: 'Room', near: { t: 'Yard', near: { __typename: 'Room', id: 'r1' } } },
          { __typename: 'Yard', near: { t: 'Room', near: { __typename: 'Yard', id: 'y1' } } },
        ],
        places: [
          { near: { __typename: 'Room' }, stars: 4 },
          { near: { __typename: 'Yard' }, stars: 4 },
        ],
      },
    },
    {
      title: 'in fragments on the type, on its interface, and on a union',
      query:
        '{ places { ... on Room { a: __typename } ... on Place { b: __typename ... on Yard { __typename } } ... on Pick { c: __typename } } pick { ... on Room { __typename } ... on Place { d: __typename } ... on Guest { e: __typename } } }',
      data: {
        places: [
          { b: 'Yard', __typename: 'Yard' },
          { a: 'Room', b: 'Room', c: 'Room' },
        ],
        pick: { e: 'Guest' },
      },
    },
    {
      title: 'skipped and included',
      query:
        'query ($no: Boolean = false) { __typename @include(if: $no) t: __typename @skip(if: $no) room { __typename @include(if: $no) } best { seat { __typename } __typename @skip(if: true) } }',
      data: { t: 'Query', room: {}, best: { seat: null } },
    },
    {
      title: 'beside introspection',
      query: '{ __schema { __typename queryType { __typename name } } __typename best { __typename } }',
      data: {
        __schema: { __typename: '__Schema', queryType: { __typename: '__Type', name: 'Query' } },
        __typename: 'Query',
        best: { __typename: 'Guest' },
      },
    },
  ],
};
