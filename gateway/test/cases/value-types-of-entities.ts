import type { Suite } from '../case.ts';

type Key = { id: string };
const number = (id: string): number => Number(id.slice(1));

/** Objects without a key below entities: what another subgraph has of them comes over the entity above, however far above it is. */
export const valueTypesOfEntities: Suite = {
  name: 'Objects without a key below entities',
  subgraphs: {
    shops: {
      sdl: `
        type Query { shop: Shop shops: [Shop]! street: Street! }
        type Street { name: String! shops: [[Shop!]!]! }
        type Shop @key(fields: "id") { id: ID! place: Place @shareable hours: [Hours!]! @shareable next: Shop }
        type Place @shareable { city: String! spot: Spot }
        type Spot @shareable { lat: Int! }
        type Hours @shareable { day: String! opens: Int }
      `,
      resolvers: {
        Query: {
          shop: () => ({ id: 's1' }),
          shops: () => [{ id: 's1' }, null, { id: 's2' }],
          street: () => ({ name: 'Main', shops: [[{ id: 's2' }], []] }),
        },
        Shop: {
          __resolveReference: ({ id }: Key) => ({ id }),
          place: ({ id }: Key) => (id === 's3' ? null : { city: `city ${id}`, spot: { lat: number(id) } }),
          hours: ({ id }: Key) => [
            { day: 'MON', opens: 8 + number(id) },
            { day: 'SUN', opens: null },
          ],
          next: ({ id }: Key) => (id === 's3' ? null : { id: `s${number(id) + 1}` }),
        },
      },
    },
    maps: {
      sdl: `
        type Query { found: [Shop!]! }
        type Shop @key(fields: "id") { id: ID! place: Place @shareable }
        type Place @shareable { zip: String spot: Spot }
        type Spot @shareable { lng: Int! mark: Mark }
        type Mark { icon: String! }
      `,
      resolvers: {
        Query: { found: () => [{ id: 's2' }, { id: 's3' }] },
        Shop: {
          place: ({ id }: Key) =>
            id === 's3' ? null : { zip: `zip ${id}`, spot: { lng: number(id) * 10, mark: id === 's2' ? null : { icon: 'pin' } } },
        },
      },
    },
    rotas: {
      sdl: `
        type Shop @key(fields: "id") { id: ID! hours: [Hours!]! @shareable busy: Boolean @requires(fields: "place { spot { lng } }") place: Place @external }
        type Place @external { spot: Spot }
        type Spot @external { lng: Int! }
        type Hours @shareable { day: String! closes: Int staff: [Person!] }
        type Person { name: String! }
      `,
      resolvers: {
        Shop: {
          hours: ({ id }: Key) => [
            { day: 'MON', closes: 18, staff: [{ name: `Kim of ${id}` }] },
            { day: 'SUN', closes: null, staff: null },
          ],
          busy: ({ place }: { place: { spot: { lng: number } } | null }) => (place ? place.spot.lng > 10 : null),
        },
      },
    },
  },
  cases: [
    {
      title: 'parts of one object from two subgraphs',
      query: '{ shop { place { city zip } } }',
      data: { shop: { place: { city: 'city s1', zip: 'zip s1' } } },
    },
    {
      title: 'two levels below the entity',
      query: '{ shop { place { spot { lat lng mark { icon } } } } }',
      data: { shop: { place: { spot: { lat: 1, lng: 10, mark: { icon: 'pin' } } } } },
    },
    {
      title: 'in lists with nulls, of entities and of objects',
      query: '{ shops { hours { day opens closes staff { name } } place { zip spot { lat mark { icon } } } } }',
      data: {
        shops: [
          {
            hours: [
              { day: 'MON', opens: 9, closes: 18, staff: [{ name: 'Kim of s1' }] },
              { day: 'SUN', opens: null, closes: null, staff: null },
            ],
            place: { zip: 'zip s1', spot: { lat: 1, mark: { icon: 'pin' } } },
          },
          null,
          {
            hours: [
              { day: 'MON', opens: 10, closes: 18, staff: [{ name: 'Kim of s2' }] },
              { day: 'SUN', opens: null, closes: null, staff: null },
            ],
            place: { zip: 'zip s2', spot: { lat: 2, mark: null } },
          },
        ],
      },
    },
    {
      title: 'from a subgraph that has the one part only',
      query: '{ found { place { zip city spot { lat lng } } hours { closes opens } } }',
      data: {
        found: [
          {
            place: { zip: 'zip s2', city: 'city s2', spot: { lat: 2, lng: 20 } },
            hours: [
              { closes: 18, opens: 10 },
              { closes: null, opens: null },
            ],
          },
          {
            place: null,
            hours: [
              { closes: 18, opens: 11 },
              { closes: null, opens: null },
            ],
          },
        ],
      },
    },
    {
      title: 'a requirement of what a third has two levels below, for objects that are there and not',
      query: '{ shop { busy next { busy place { city } next { busy place { zip } } } } street { shops { busy } } }',
      data: {
        shop: { busy: false, next: { busy: true, place: { city: 'city s2' }, next: { busy: null, place: null } } },
        street: { shops: [[{ busy: true }], []] },
      },
    },
    {
      title: 'over the entity at each place where it stands',
      query: '{ shop { next { next { hours { closes } } hours { staff { name } } } } found { hours { day } next { place { zip } } } }',
      data: {
        shop: {
          next: { next: { hours: [{ closes: 18 }, { closes: null }] }, hours: [{ staff: [{ name: 'Kim of s2' }] }, { staff: null }] },
        },
        found: [
          { hours: [{ day: 'MON' }, { day: 'SUN' }], next: { place: null } },
          { hours: [{ day: 'MON' }, { day: 'SUN' }], next: null },
        ],
      },
    },
    {
      title: 'under aliases that are other names there',
      query: '{ shop { place: hours { opens: closes closes: opens } hours: place { zip: city city: zip spot: __typename } } }',
      data: {
        shop: {
          place: [
            { opens: 18, closes: 9 },
            { opens: null, closes: null },
          ],
          hours: { zip: 'city s1', city: 'zip s1', spot: 'Place' },
        },
      },
    },
    {
      title: 'one object under two aliases with different parts',
      query: '{ shop { a: place { zip } b: place { city spot { lng } } place { __typename } } }',
      data: { shop: { a: { zip: 'zip s1' }, b: { city: 'city s1', spot: { lng: 10 } }, place: { __typename: 'Place' } } },
    },
  ],
};
