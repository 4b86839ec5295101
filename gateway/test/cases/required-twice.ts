import type { Suite } from '../case.ts';

type Rates = { price?: number | null; stock?: { at: number }[]; owner?: { score: number } };

/** One field that several requirements ask for with different arguments, also beside a client's, below lists, fragments and aliases. */
export const requiredTwice: Suite = {
  name: 'Requirements of one field with different arguments',
  subgraphs: {
    goods: {
      sdl: `
        type Query { good: Good goods: [[Good!]!]! any: [Any!]! }
        union Any = Good | Note
        type Note { text: String }
        type Good @key(fields: "id") { id: ID! price(in: String = "KRW", of: Deal): Int stock(sizes: [Size!]!): [Stock!]! owner: Owner }
        input Deal { count: Int! = 1 from: Size }
        enum Size { S M L }
        type Stock { at: Int! size: Size }
        interface Owner { id: ID! score(since: Int): Int! }
        type Person implements Owner { id: ID! score(since: Int): Int! name: String }
        type Firm implements Owner { id: ID! score(since: Int): Int! }
      `,
      resolvers: {
        Query: {
          good: () => ({ id: 'g1' }),
          goods: () => [[{ id: 'g1' }, { id: 'g2' }], [], [{ id: 'g1' }]],
          any: () => [
            { __typename: 'Note', text: 'note' },
            { __typename: 'Good', id: 'g2' },
          ],
        },
        Good: {
          price: ({ id }: { id: string }, { in: currency, of }: { in: string; of?: { count: number } }) =>
            Number(id.slice(1)) * (currency === 'KRW' ? 1000 : currency === 'USD' ? 10 : 7) * (of?.count ?? 1),
          stock: (_: unknown, { sizes }: { sizes: string[] }) =>
            sizes.map((size) => ({ size, at: size === 'S' ? 1 : size === 'M' ? 2 : 3 })),
          owner: ({ id }: { id: string }) => ({ __typename: id === 'g1' ? 'Person' : 'Firm', id: `o${id}`, name: 'Kim' }),
        },
        Person: { score: (_: unknown, { since }: { since: number }) => since + 1 },
        Firm: { score: (_: unknown, { since }: { since: number }) => since + 2 },
      },
    },
    dollars: {
      sdl: `
        type Good @key(fields: "id") {
          id: ID! price(in: String = "KRW", of: Deal): Int @external stock(sizes: [Size!]!): [Stock!]! @external
          dollars: String @requires(fields: "price(in: \\"USD\\")")
          dozen: String @requires(fields: "price(in: \\"USD\\", of: { count: 12 })")
          small: String @requires(fields: "stock(sizes: [S, M]) { at }")
        }
        input Deal { count: Int! = 1 from: Size }
        enum Size { S M L }
        type Stock @external { at: Int! }
      `,
      resolvers: {
        Good: {
          dollars: ({ price }: Rates) => `$${price}`,
          dozen: ({ price }: Rates) => `12 for $${price}`,
          small: ({ stock }: Rates) => (stock ?? []).map(({ at }) => at).join(),
        },
      },
    },
    euros: {
      sdl: `
        type Good @key(fields: "id") {
          id: ID! price(in: String = "KRW", of: Deal): Int @external stock(sizes: [Size!]!): [Stock!]! @external owner: Owner @external
          euros: String @requires(fields: "price(in: \\"EUR\\")")
          plain: String @requires(fields: "price")
          large: String @requires(fields: "stock(sizes: [L]) { at }")
          trust: Int @requires(fields: "owner { ... on Person { score(since: 2000) } ... on Firm { score(since: 1000) } }")
          age: Int @requires(fields: "owner { score(since: 5) }")
        }
        input Deal { count: Int! = 1 from: Size }
        enum Size { S M L }
        type Stock @external { at: Int! }
        interface Owner { id: ID! score(since: Int): Int! }
        type Person implements Owner @external { id: ID! score(since: Int): Int! }
        type Firm implements Owner @external { id: ID! score(since: Int): Int! }
      `,
      resolvers: {
        Good: {
          euros: ({ price }: Rates) => `€${price}`,
          plain: ({ price }: Rates) => `₩${price}`,
          large: ({ stock }: Rates) => (stock ?? []).map(({ at }) => at).join(),
          trust: ({ owner }: Rates) => owner?.score,
          age: ({ owner }: Rates) => owner?.score,
        },
      },
    },
  },
  cases: [
    {
      title: 'two subgraphs require it, each with its own arguments',
      query: '{ good { dollars euros } }',
      data: { good: { dollars: '$10', euros: '€7' } },
    },
    {
      title: 'and the client has others',
      query: '{ good { price dollars a: price(in: "EUR") euros b: price(in: "USD") } }',
      data: { good: { price: 1000, dollars: '$10', a: 7, euros: '€7', b: 10 } },
    },
    {
      title: 'one subgraph requires it twice',
      query: '{ good { dollars dozen } }',
      data: { good: { dollars: '$10', dozen: '12 for $120' } },
    },
    {
      title: 'with and without arguments, for one subgraph',
      query: '{ good { euros plain price(in: "USD") } }',
      data: { good: { euros: '€7', plain: '₩1000', price: 10 } },
    },
    {
      title: 'in lists of lists',
      query: '{ goods { dollars euros plain } }',
      data: {
        goods: [
          [
            { dollars: '$10', euros: '€7', plain: '₩1000' },
            { dollars: '$20', euros: '€14', plain: '₩2000' },
          ],
          [],
          [{ dollars: '$10', euros: '€7', plain: '₩1000' }],
        ],
      },
    },
    {
      title: 'lists with arguments, of different lengths',
      query: '{ good { small large stock(sizes: []) { at } all: stock(sizes: [L, M, S]) { size at } } }',
      data: {
        good: {
          small: '1,2',
          large: '3',
          stock: [],
          all: [
            { size: 'L', at: 3 },
            { size: 'M', at: 2 },
            { size: 'S', at: 1 },
          ],
        },
      },
    },
    {
      title: 'in fragments on members of a union, with a variable of the client’s',
      query:
        'query ($c: String = "EUR") { any { ... on Good { price(in: $c) dollars ...e } ... on Note { text } } } fragment e on Good { euros price(in: $c) }',
      data: { any: [{ text: 'note' }, { price: 14, dollars: '$20', euros: '€14' }] },
    },
    {
      title: 'on an interface and on its types',
      query: '{ good { trust age owner { score(since: 1) ... on Person { s: score(since: 2) } } } any { ... on Good { trust age } } }',
      data: { good: { trust: 2001, age: 6, owner: { score: 2, s: 3 } }, any: [{}, { trust: 1002, age: 7 }] },
    },
    {
      title: 'skipped and not',
      query: 'query ($no: Boolean!) { good { dollars @include(if: $no) dozen price(in: "EUR") @include(if: $no) euros } }',
      variables: { no: false },
      data: { good: { dozen: '12 for $120', euros: '€7' } },
    },
    {
      title: 'under the names of what is required',
      query: '{ good { price: dollars stock: euros dollars: price(in: "USD") small: large } }',
      data: { good: { price: '$10', stock: '€7', dollars: 10, small: '3' } },
    },
  ],
};
