import type { Suite } from '../case.ts';

/** `@requires` (nested, chained, with arguments) and `@provides`. */
export const requiresAndProvides: Suite = {
  name: '@requires and @provides',
  subgraphs: {
    parcels: {
      sdl: `
        type Query { parcels: [Parcel!]! }
        type Parcel @key(fields: "id") { id: ID! size: Size! price(currency: String! = "KRW"): Int! items: [Item!]! }
        type Size { width: Int! height: Int! }
        type Item { name: String! grams: Int! }
      `,
      resolvers: {
        Query: {
          parcels: () => [
            {
              id: '1',
              size: { width: 2, height: 3 },
              items: [
                { name: 'a', grams: 5 },
                { name: 'b', grams: 7 },
              ],
            },
            { id: '2', size: { width: 4, height: 4 }, items: [] },
          ],
        },
        Parcel: {
          price: (_: unknown, { currency }: { currency: string }) => (currency === 'KRW' ? 1000 : 1),
          __resolveReference: ({ id }: { id: string }) => ({ id, size: { width: 9, height: 9 }, items: [] }),
        },
      },
    },
    shipping: {
      sdl: `
        type Parcel @key(fields: "id") {
          id: ID!
          size: Size! @external
          items: [Item!]! @external
          area: Int! @requires(fields: "size { width height }")
          weight: Int! @requires(fields: "items { grams }")
          depot: Depot @provides(fields: "name")
        }
        type Size @external { width: Int! height: Int! }
        type Item @external { grams: Int! }
        type Depot @key(fields: "id") { id: ID! name: String! @external }
      `,
      resolvers: {
        Parcel: {
          area: ({ size }: { size: { width: number; height: number } }) => size.width * size.height,
          weight: ({ items }: { items: { grams: number }[] }) => items.reduce((sum, { grams }) => sum + grams, 0),
          depot: ({ id }: { id: string }) => ({ id: `d${id}`, name: 'provided' }),
        },
      },
    },
    depots: {
      sdl: `
        type Query { depot: Depot! }
        type Depot @key(fields: "id") { id: ID! name: String! @shareable phone: String! }
        type Parcel @key(fields: "id") { id: ID! area: Int! @external fee: Int! @requires(fields: "area") }
      `,
      resolvers: {
        Query: { depot: () => ({ id: 'd9', name: 'owned' }) },
        Depot: { phone: ({ id }: { id: string }) => `phone of ${id}` },
        Parcel: { fee: ({ area }: { area: number }) => area * 10 },
      },
    },
  },
  cases: [
    { title: 'a required object is sent along', query: '{ parcels { area } }', data: { parcels: [{ area: 6 }, { area: 16 }] } },
    {
      title: 'a required list is sent along, also empty',
      query: '{ parcels { id weight } }',
      data: {
        parcels: [
          { id: '1', weight: 12 },
          { id: '2', weight: 0 },
        ],
      },
    },
    { title: 'requirements chain over three subgraphs', query: '{ parcels { fee } }', data: { parcels: [{ fee: 60 }, { fee: 160 }] } },
    {
      title: 'what is only required does not show in the answer',
      query: '{ parcels { fee size { width } } }',
      data: {
        parcels: [
          { fee: 60, size: { width: 2 } },
          { fee: 160, size: { width: 4 } },
        ],
      },
    },
    {
      title: 'a provided field comes from the provider, others from their owner',
      query: '{ parcels { depot { name phone } } }',
      data: { parcels: [{ depot: { name: 'provided', phone: 'phone of d1' } }, { depot: { name: 'provided', phone: 'phone of d2' } }] },
    },
    { title: 'elsewhere the field comes from its owner', query: '{ depot { name } }', data: { depot: { name: 'owned' } } },
    {
      title: 'an alias for a required field leaves the requirement alone',
      query: '{ parcels { area: fee size { height: width } area2: area } }',
      data: {
        parcels: [
          { area: 60, size: { height: 2 }, area2: 6 },
          { area: 160, size: { height: 4 }, area2: 16 },
        ],
      },
    },
  ],
};
