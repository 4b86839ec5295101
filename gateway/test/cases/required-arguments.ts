import type { Suite } from '../case.ts';

const posts = { n1: ['r1', 'r2', 'r3', 'r4'], n2: ['r5', 'r6', 'r7', 'r8'] };
type PostId = keyof typeof posts;
const authorOf = (reply: string): string => `w${reply.slice(1)}`;
const textOf = (reply: string): string => (['r3', 'r6'].includes(reply) ? 'buy now' : `text of ${reply}`);

/** A client's arguments beside those of a `@requires` on the same field: each gets its own. */
export const requiredArguments: Suite = {
  name: 'The same field with other arguments in @requires',
  subgraphs: {
    notices: {
      sdl: `
        type Query { notices: [Notice] goods: [Good!]! }
        type Notice @key(fields: "id") { id: ID! replies(first: Int!): [Reply] @external }
        type Reply @key(fields: "id") {
          id: ID! writerId: ID text: String! twins: [Notice] @external
          advertises: Boolean @requires(fields: "twins { replies(first: 20) { id } }")
        }
        type Good @key(fields: "code") { code: ID! price(in: String!): Int grams: Int kind: Kind }
        type Kind { mean(in: String!): Int }
      `,
      resolvers: {
        Query: {
          notices: () => Object.keys(posts).map((id) => ({ id })),
          goods: () => ['g1', 'g2'].map((code) => ({ code })),
        },
        Notice: {
          __resolveReference: ({ id }: { id: PostId }) => ({ id }),
          replies: ({ id }: { id: PostId }, { first }: { first: number }) =>
            posts[id].slice(0, first).map((reply) => ({ id: reply, writerId: authorOf(reply), text: textOf(reply) })),
        },
        Reply: {
          __resolveReference: ({ id, twins }: { id: string; twins?: { replies: { id: string }[] }[] }) => ({
            id,
            writerId: authorOf(id),
            text: textOf(id),
            advertises: twins
              ? twins.length > 0 && twins.every(({ replies }) => replies.length === 4 && replies.every((each) => each.id))
              : null,
          }),
        },
        Good: {
          __resolveReference: ({ code }: { code: string }) => ({ code }),
          price: ({ code }: { code: string }, { in: currency }: { in: string }) => (currency === 'KRW' ? 1000 : 1) * Number(code.slice(1)),
          grams: () => 10,
          kind: () => ({}),
        },
        Kind: { mean: (_: unknown, { in: currency }: { in: string }) => (currency === 'KRW' ? 1500 : 2) },
      },
    },
    board: {
      sdl: `
        type Notice @key(fields: "id") {
          id: ID! replies(first: Int!): [Reply]
          lastWriter: Writer @requires(fields: "replies(first: 3) { writerId }")
        }
        type Reply @key(fields: "id") { id: ID! writerId: ID @external twins: [Notice] }
        type Writer { id: ID! }
      `,
      resolvers: {
        Notice: {
          __resolveReference: (notice: object) => notice,
          replies: ({ id }: { id: PostId }, { first }: { first: number }) => posts[id].slice(0, first).map((reply) => ({ id: reply })),
          lastWriter: ({ replies }: { replies: { writerId: string }[] }) => {
            if (replies.length !== 3) throw new Error('Expected three replies.');
            return { id: replies[2]!.writerId };
          },
        },
        Reply: {
          twins: ({ id }: { id: string }) => (id === 'r3' ? [{ id: 'n2' }] : id === 'r6' ? [{ id: 'n1' }] : []),
        },
      },
    },
    freight: {
      sdl: `
        type Good @key(fields: "code") {
          code: ID! price(in: String!): Int @external grams: Int @external kind: Kind @external
          freight: Int @requires(fields: "price(in: \\"USD\\") grams")
          dear: Boolean @requires(fields: "kind { mean(in: \\"USD\\") }")
        }
        type Kind @external { mean(in: String!): Int }
      `,
      resolvers: {
        Good: {
          freight: ({ price, grams }: { price: number; grams: number }) => price * grams,
          dear: ({ kind }: { kind: { mean: number } }) => kind.mean > 1,
        },
      },
    },
  },
  cases: [
    {
      title: 'what is required comes with its own arguments',
      query: '{ notices { lastWriter { id } } goods { freight dear } }',
      data: {
        notices: [{ lastWriter: { id: 'w3' } }, { lastWriter: { id: 'w7' } }],
        goods: [
          { freight: 10, dear: true },
          { freight: 20, dear: true },
        ],
      },
    },
    {
      title: 'a shorter list for the client than for the requirement',
      query: '{ notices { lastWriter { id } replies(first: 1) { id } } }',
      data: {
        notices: [
          { lastWriter: { id: 'w3' }, replies: [{ id: 'r1' }] },
          { lastWriter: { id: 'w7' }, replies: [{ id: 'r5' }] },
        ],
      },
    },
    {
      title: 'a longer list for the client, with fields of another subgraph',
      query: '{ notices { replies(first: 4) { id writerId } lastWriter { id } } }',
      data: {
        notices: [
          { replies: ['r1', 'r2', 'r3', 'r4'].map((id) => ({ id, writerId: authorOf(id) })), lastWriter: { id: 'w3' } },
          { replies: ['r5', 'r6', 'r7', 'r8'].map((id) => ({ id, writerId: authorOf(id) })), lastWriter: { id: 'w7' } },
        ],
      },
    },
    {
      title: 'a variable of the client beside a literal of the requirement',
      query: 'query ($n: Int = 1) { notices { lastWriter { id } replies(first: $n) { id } } }',
      data: {
        notices: [
          { lastWriter: { id: 'w3' }, replies: [{ id: 'r1' }] },
          { lastWriter: { id: 'w7' }, replies: [{ id: 'r5' }] },
        ],
      },
    },
    {
      title: 'the same in fragments that meet',
      query: `query ($n: Int = 2) { notices { lastWriter { id } ...A ...B } }
        fragment A on Notice { replies(first: $n) { id } } fragment B on Notice { replies(first: $n) { text } }`,
      variables: { n: 1 },
      data: {
        notices: [
          { lastWriter: { id: 'w3' }, replies: [{ id: 'r1', text: 'text of r1' }] },
          { lastWriter: { id: 'w7' }, replies: [{ id: 'r5', text: 'text of r5' }] },
        ],
      },
    },
    {
      title: 'a requirement with arguments below a list with arguments',
      query: '{ notices { replies(first: 3) { advertises } } }',
      data: {
        notices: [
          { replies: [{ advertises: false }, { advertises: false }, { advertises: true }] },
          { replies: [{ advertises: false }, { advertises: true }, { advertises: false }] },
        ],
      },
    },
    {
      title: 'a requirement in lists of two lengths at once',
      query: '{ notices { replies(first: 3) { advertises } few: replies(first: 1) { id advertises } lastWriter { id } } }',
      data: {
        notices: [
          {
            replies: [{ advertises: false }, { advertises: false }, { advertises: true }],
            few: [{ id: 'r1', advertises: false }],
            lastWriter: { id: 'w3' },
          },
          {
            replies: [{ advertises: false }, { advertises: true }, { advertises: false }],
            few: [{ id: 'r5', advertises: false }],
            lastWriter: { id: 'w7' },
          },
        ],
      },
    },
    {
      title: 'another currency for the client than for the requirement',
      query: '{ goods { code price(in: "KRW") freight usd: price(in: "USD") kind { mean(in: "KRW") } dear } }',
      data: {
        goods: [
          { code: 'g1', price: 1000, freight: 10, usd: 1, kind: { mean: 1500 }, dear: true },
          { code: 'g2', price: 2000, freight: 20, usd: 2, kind: { mean: 1500 }, dear: true },
        ],
      },
    },
    {
      title: 'only a nested field has other arguments than the requirement',
      query: '{ goods { dear kind { mean(in: "KRW") other: mean(in: "USD") } } }',
      data: {
        goods: [
          { dear: true, kind: { mean: 1500, other: 2 } },
          { dear: true, kind: { mean: 1500, other: 2 } },
        ],
      },
    },
  ],
};
