import type { Suite } from '../case.ts';

/** `@skip` and `@include` on fields and fragments, on this side of an entity fetch and on that. */
export const conditions: Suite = {
  name: '@skip and @include',
  subgraphs: {
    one: {
      sdl: `
        type Query { good: Good goods: [Good!]! other: Int must: Good! }
        type Good @key(fields: "id") { id: ID! price: Int weight: Int kind: Kind }
        type Kind { name: String }
      `,
      resolvers: {
        Query: {
          good: () => ({ id: 'g', price: 5, weight: 2, kind: { name: 'food' } }),
          goods: () => [{ id: 'g', price: 5, weight: 2, kind: null }],
          other: () => 1,
          must: () => ({ id: 'm', price: 1, weight: 1 }),
        },
      },
    },
    two: {
      sdl: `
        type Good @key(fields: "id") {
          id: ID! price: Int @external weight: Int @external
          isExpensive: Boolean @requires(fields: "price")
          postage: Int @requires(fields: "price weight")
          stock: Stock
        }
        type Stock { left: Int }
      `,
      resolvers: {
        Good: {
          isExpensive: ({ price }: { price: number }) => price > 3,
          postage: ({ price, weight }: { price: number; weight: number }) => price * weight,
          stock: () => ({ left: 8 }),
        },
      },
    },
  },
  cases: [
    {
      title: 'a field beyond an entity fetch, by a variable',
      query: 'query ($yes: Boolean!) { good { price isExpensive @include(if: $yes) postage @skip(if: $yes) } }',
      variables: { yes: true },
      data: { good: { price: 5, isExpensive: true } },
    },
    {
      title: 'both directives must allow it',
      query:
        '{ good { a: price @include(if: true) @skip(if: false) b: price @include(if: true) @skip(if: true) c: price @include(if: false) @skip(if: false) } }',
      data: { good: { a: 5 } },
    },
    {
      title: 'a fragment over the boundary',
      query:
        'query ($deep: Boolean = true) { good { ... on Good @include(if: $deep) { isExpensive stock { left } } ...more @skip(if: $deep) } } fragment more on Good { postage weight }',
      data: { good: { isExpensive: true, stock: { left: 8 } } },
    },
    {
      title: 'the same fragment, the other way',
      query:
        'query ($deep: Boolean = true) { good { ... on Good @include(if: $deep) { isExpensive stock { left } } ...more @skip(if: $deep) } } fragment more on Good { postage weight }',
      variables: { deep: false },
      data: { good: { postage: 10, weight: 2 } },
    },
    {
      title: 'an object of which everything is skipped is empty',
      query: '{ good { stock { left @skip(if: true) } kind { name @include(if: false) } } goods { kind { name @skip(if: true) } } }',
      data: { good: { stock: {}, kind: {} }, goods: [{ kind: null }] },
    },
    {
      title: 'a whole operation that is skipped is an empty answer',
      query: 'query ($no: Boolean!) { good @include(if: $no) { id } other @include(if: $no) }',
      variables: { no: false },
      data: {},
    },
    {
      title: 'asked twice, skipped once',
      query:
        'query ($no: Boolean = false) { good { postage @include(if: $no) } good { postage isExpensive } goods { stock @include(if: $no) { left } stock { __typename } } }',
      data: { good: { postage: 10, isExpensive: true }, goods: [{ stock: { __typename: 'Stock' } }] },
    },
    {
      title: 'a parent’s condition is not its neighbour’s',
      query:
        'query ($a: Boolean!, $b: Boolean!) { good @include(if: $a) { postage } good @include(if: $b) { stock { left } } x: good { id @include(if: $a) isExpensive @include(if: $b) } }',
      variables: { a: false, b: true },
      data: { good: { stock: { left: 8 } }, x: { isExpensive: true } },
    },
    {
      title: 'null is no Boolean',
      query: 'query ($no: Boolean!) { other @include(if: $no) }',
      variables: { no: null },
      data: null,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'no' } }],
    },
  ],
};
