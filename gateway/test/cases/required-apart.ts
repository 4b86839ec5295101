import type { Suite } from '../case.ts';

type Parcel = { id: string; price: number; ship: number };
type Value = { v: number };

const priceOf = (id: string, currency: string): number => Number(id.slice(1)) * (currency === 'USD' ? 10 : 1);

/** Requirements with arguments of fields that require something themselves, and of one field in several places. */
export const requiredApart: Suite = {
  name: 'Requirements with arguments, of requiring fields and in several places',
  subgraphs: {
    goods: {
      sdl: `
        type Query { parcel: Parcel parcels: [Parcel!]! thing: Thing offer: Offer }
        type Parcel @key(fields: "id") { id: ID! price(in: String!): Int }
        type Thing @key(fields: "id") { id: ID! a: Value b: Value }
        type Value @shareable { v(plus: Int = 0): Int }
        type Offer @key(fields: "id") { id: ID! price(in: String = "EUR"): Int vendor: Vendor }
        type Vendor @shareable { price(in: String = "EUR"): Int }
      `,
      resolvers: {
        Query: {
          parcel: () => ({ id: 'p1' }),
          parcels: () => [{ id: 'p1' }, { id: 'p2' }],
          thing: () => ({ id: 't', a: { base: 100 }, b: { base: 200 } }),
          offer: () => ({ id: 'o1', vendor: { id: 'v8' } }),
        },
        Parcel: { price: ({ id }: Parcel, args: { in: string }) => priceOf(id, args.in) },
        Value: { v: ({ base }: { base: number }, { plus }: { plus: number }) => base + plus },
        Offer: { price: (_: unknown, args: { in: string }) => (args.in === 'USD' ? 80 : 100) },
        Vendor: { price: (_: unknown, args: { in: string }) => (args.in === 'USD' ? 10 : 12) },
      },
    },
    shipping: {
      sdl: `
        type Parcel @key(fields: "id") {
          id: ID! price(in: String!): Int @external
          ship(fast: Boolean!): Int @requires(fields: "price(in: \\"USD\\")")
          label: String @requires(fields: "price(in: \\"EUR\\")")
        }
      `,
      resolvers: {
        Parcel: {
          ship: ({ price }: Parcel, { fast }: { fast: boolean }) => price + (fast ? 1000 : 0),
          label: ({ price }: Parcel) => `EUR ${price}`,
        },
      },
    },
    totals: {
      sdl: `
        type Parcel @key(fields: "id") { id: ID! ship(fast: Boolean!): Int @external total: Int @requires(fields: "ship(fast: true)") }
        type Thing @key(fields: "id") {
          id: ID! a: Value @external b: Value @external
          x: String @requires(fields: "a { v(plus: 1) } b { v(plus: 2) }")
          y: String @requires(fields: "a { v(plus: 2) } b { v(plus: 1) }")
        }
        type Value @shareable { v(plus: Int = 0): Int @external }
        type Offer @key(fields: "id") {
          id: ID! price(in: String = "EUR"): Int @external vendor: Vendor @external
          both: String @requires(fields: "price vendor { price(in: \\"USD\\") }")
          dollars: String @requires(fields: "price(in: \\"USD\\")")
        }
        type Vendor @shareable { price(in: String = "EUR"): Int @external }
      `,
      resolvers: {
        Parcel: { total: ({ ship }: Parcel) => ship },
        Thing: {
          x: ({ a, b }: { a: Value; b: Value }) => `${a.v} ${b.v}`,
          y: ({ a, b }: { a: Value; b: Value }) => `${a.v} ${b.v}`,
        },
        Offer: {
          both: ({ price, vendor }: { price: number; vendor: { price: number } }) => `${price}/${vendor.price}`,
          dollars: ({ price }: { price: number }) => `$${price}`,
        },
      },
    },
  },
  cases: [
    {
      title: 'of a field that requires with arguments itself, beside another of its subgraph',
      query: '{ parcel { total label } }',
      data: { parcel: { total: 1010, label: 'EUR 1' } },
    },
    {
      title: 'of such a field, which the client asks for with other arguments',
      query: '{ parcels { label total slow: ship(fast: false) price(in: "EUR") } }',
      data: {
        parcels: [
          { label: 'EUR 1', total: 1010, slow: 10, price: 1 },
          { label: 'EUR 2', total: 1020, slow: 20, price: 2 },
        ],
      },
    },
    {
      title: 'of one field of two objects, the other way round',
      query: '{ thing { x y } }',
      data: { thing: { x: '101 202', y: '102 201' } },
    },
    {
      title: 'of fields of one name on two levels',
      query: '{ offer { both dollars vendor { price } } }',
      data: { offer: { both: '100/10', dollars: '$80', vendor: { price: 12 } } },
    },
  ],
};
