import type { Suite } from '../case.ts';

type Item = { id: string; weight: number | null; price: number | null };
type Options = { to?: { country: string; express?: boolean | null; codes?: string[] } | null; rate?: number | null };

/**
 * Fields that take arguments of the client's and require others: under aliases, with variables deep in input
 * objects and lists, in lists of entities.
 */
export const requirementsWithArguments: Suite = {
  name: '@requires of fields that take arguments themselves',
  subgraphs: {
    items: {
      sdl: `
        type Query { items: [Item!]! item: Item }
        type Item @key(fields: "id") { id: ID! weight: Int price(in: Currency! = KRW, rounded: Boolean): Int }
        enum Currency { KRW USD }
      `,
      resolvers: {
        Query: { items: () => [{ id: 'i1' }, { id: 'i2' }], item: () => ({ id: 'i1' }) },
        Item: {
          weight: ({ id }: Item) => (id === 'i2' ? null : 4),
          price: ({ id }: Item, { in: currency, rounded }: { in: string; rounded?: boolean }) =>
            (currency === 'KRW' ? 1_000 : 2) * Number(id[1]) + (rounded ? 0 : 1),
        },
      },
    },
    freight: {
      sdl: `
        type Item @key(fields: "id") {
          id: ID! weight: Int @external price(in: Currency! = KRW, rounded: Boolean): Int @external
          freight(to: Place, rate: Int = 3): String @requires(fields: "weight price(in: USD, rounded: true)")
          customs(to: Place! = { country: "KR", codes: ["a"] }): String @requires(fields: "price")
          tags(of: [[Place!]]): String
        }
        input Place { country: String! express: Boolean = false codes: [String!] }
        enum Currency { KRW USD }
      `,
      resolvers: {
        Item: {
          freight: ({ weight, price }: Item, { to, rate }: Options) => `${weight}x${price} ${JSON.stringify(to ?? null)} ${rate}`,
          customs: ({ price }: Item, { to }: Options) => `${price} ${JSON.stringify(to)}`,
          tags: (_: unknown, { of }: { of?: unknown }) => JSON.stringify(of ?? null),
        },
      },
    },
  },
  cases: [
    {
      title: 'without them defaults hold',
      query: '{ items { freight customs tags } }',
      data: {
        items: [
          { freight: '4x2 null 3', customs: '1001 {"country":"KR","express":false,"codes":["a"]}', tags: 'null' },
          { freight: 'nullx4 null 3', customs: '2001 {"country":"KR","express":false,"codes":["a"]}', tags: 'null' },
        ],
      },
    },
    {
      title: 'several times with different ones, beside the client’s own of what is required',
      query:
        '{ item { a: freight(rate: 1) b: freight(to: { country: "JP" }) freight(to: null, rate: null) price price2: price(in: USD) weight: price(in: KRW, rounded: true) } }',
      data: {
        item: {
          a: '4x2 null 1',
          b: '4x2 {"country":"JP","express":false} 3',
          freight: '4x2 null null',
          price: 1001,
          price2: 3,
          weight: 1000,
        },
      },
    },
    {
      title: 'with variables in objects and lists, given, left out and null',
      query: `query ($country: String!, $express: Boolean, $code: String!, $place: Place!, $none: Place) {
        items {
          freight(to: { country: $country, express: $express, codes: [$code, "z"] })
          customs(to: $place)
          tags(of: [[$place, { country: $code }], null, []])
          again: freight(to: $none)
        }
      }`,
      variables: { country: 'KR', code: 'c', place: { country: 'US', express: null } },
      data: {
        items: [
          {
            freight: '4x2 {"country":"KR","express":false,"codes":["c","z"]} 3',
            customs: '1001 {"country":"US","express":null}',
            tags: '[[{"country":"US","express":null},{"country":"c","express":false}],null,[]]',
            again: '4x2 null 3',
          },
          {
            freight: 'nullx4 {"country":"KR","express":false,"codes":["c","z"]} 3',
            customs: '2001 {"country":"US","express":null}',
            tags: '[[{"country":"US","express":null},{"country":"c","express":false}],null,[]]',
            again: 'nullx4 null 3',
          },
        ],
      },
    },
    {
      title: 'in fragments that meet with the same arguments in another order',
      query:
        'query ($r: Int = 9) { item { ...a ...b } } fragment a on Item { freight(rate: $r, to: { country: "x", express: true }) } fragment b on Item { freight(to: { express: true, country: "x" }, rate: $r) price(rounded: true, in: USD) }',
      data: { item: { freight: '4x2 {"country":"x","express":true} 9', price: 2 } },
    },
  ],
};
