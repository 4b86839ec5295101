import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

const shops = {
  s1: { currency: '원', names: ['하나', 'two'], owner: { name: 'Kim "K"\n' }, goods: ['g1', 'g2'] },
  s2: { currency: null, names: [], owner: null, goods: ['g1'] },
  s3: { currency: '원', names: ['three'], owner: { name: 'Lee' }, goods: ['g2'] },
};
type ShopId = keyof typeof shops;
const markets = { m1: { rate: 2, shops: ['s1', 's2'] }, m2: { rate: 3, shops: ['s3'] } };
type MarketId = keyof typeof markets;

const market = (id: MarketId) => ({ id, rate: markets[id].rate, shops: markets[id].shops.map((each) => shop(each as ShopId)) });
const shop = (id: ShopId) => ({ ...shops[id], id, goods: shops[id].goods.map((good) => ({ id: good })) });

type Given = Record<string, unknown>;
const told = (name: string) => (good: Given, given: Given) => `${good.id} ${name} ${JSON.stringify(given)}`;

/** Arguments from the objects above (federation v2.8, `@context` and `@fromContext`); each field tells what it was given. */
export const contexts: Suite = {
  name: 'Arguments from contexts',
  subgraphs: {
    shops: {
      sdl: `
        type Query { markets: [Market!]! }
        type Mutation { openMarket(id: ID!): Market }
        type Market @key(fields: "id") @context(name: "market") { id: ID! rate: Int! tax: Int @external shops: [Shop!]! first: Shop }
        type Shop @key(fields: "id") @context(name: "shop") {
          id: ID! currency: String names: [String!]! owner: Owner goods: [Good!]! hall: Hall! fee(in: String!): String!
        }
        type Owner { name: String! }
        type Hall { stands: [Stand!]! }
        type Stand { good: Good! }
        type Good @key(fields: "id") {
          id: ID!
          weight: Int @external
          price(in: String @fromContext(field: "$shop { currency }"), round: Boolean): String
          sign(of: [String] @fromContext(field: "$shop { names }")): String
          seller(name: String @fromContext(field: "$shop { owner { name } }")): String
          total(rate: Int @fromContext(field: "$market { rate }"), in: String @fromContext(field: "$shop { currency }")): String
          taxed(by: Int @fromContext(field: "$market { tax }")): String
          cheap(fee: String @fromContext(field: "$shop { fee(in: \\"KRW\\") }")): String
          dear(fee: String @fromContext(field: "$shop { fee(in: \\"USD\\") }")): String
          parcel(in: String @fromContext(field: "$shop { currency }")): String @requires(fields: "weight")
          box(in: String @fromContext(field: "$shop { currency }")): Box
        }
        type Box { text: String! }
      `,
      resolvers: {
        Query: { markets: () => [market('m1'), market('m2')] },
        Mutation: { openMarket: (_: unknown, { id }: { id: MarketId }) => market(id) },
        Market: {
          __resolveReference: ({ id }: { id: MarketId }) => market(id),
          first: ({ shops: all }: Given) => (all as Given[])[0],
        },
        Shop: {
          __resolveReference: ({ id }: { id: ShopId }) => shop(id),
          hall: ({ goods }: Given) => ({ stands: [{ good: (goods as Given[])[0] }] }),
          fee: ({ id }: Given, { in: currency }: Given) => `${id} ${currency}`,
        },
        Good: {
          __resolveReference: (good: Given) => good,
          price: told('price'),
          sign: told('sign'),
          seller: told('seller'),
          total: told('total'),
          taxed: told('taxed'),
          cheap: told('cheap'),
          dear: told('dear'),
          parcel: (good: Given, given: Given) => `${good.weight} ${told('parcel')(good, given)}`,
          box: (good: Given, given: Given) => ({ text: told('box')(good, given) }),
        },
      },
    },
    register: {
      sdl: `
        type Market @key(fields: "id") { id: ID! tax: Int }
        type Good @key(fields: "id") { id: ID! weight: Int alike: [Good!]! }
      `,
      resolvers: {
        Market: {
          tax: ({ id }: { id: MarketId }) => {
            if (id === 'm2') throw coded('NO_TAX');
            return 10;
          },
        },
        Good: { weight: ({ id }: Given) => (id === 'g1' ? 5 : 7), alike: ({ id }: Given) => [{ id: id === 'g1' ? 'g2' : 'g1' }] },
      },
    },
  },
  cases: [
    {
      title: 'an entity in several places is given the argument of each',
      query: '{ markets { shops { goods { id price } } } }',
      data: {
        markets: [
          {
            shops: [
              {
                goods: [
                  { id: 'g1', price: 'g1 price {"in":"원"}' },
                  { id: 'g2', price: 'g2 price {"in":"원"}' },
                ],
              },
              { goods: [{ id: 'g1', price: 'g1 price {"in":null}' }] },
            ],
          },
          { shops: [{ goods: [{ id: 'g2', price: 'g2 price {"in":"원"}' }] }] },
        ],
      },
    },
    {
      title: "a client's aliases and arguments do not meet those of contexts",
      query: 'query ($round: Boolean) { markets { first { currency: id goods { a: price(round: true) b: price(round: $round) price } } } }',
      variables: { round: false },
      data: {
        markets: [
          {
            first: {
              currency: 's1',
              goods: [
                { a: 'g1 price {"in":"원","round":true}', b: 'g1 price {"in":"원","round":false}', price: 'g1 price {"in":"원"}' },
                { a: 'g2 price {"in":"원","round":true}', b: 'g2 price {"in":"원","round":false}', price: 'g2 price {"in":"원"}' },
              ],
            },
          },
          {
            first: {
              currency: 's3',
              goods: [{ a: 'g2 price {"in":"원","round":true}', b: 'g2 price {"in":"원","round":false}', price: 'g2 price {"in":"원"}' }],
            },
          },
        ],
      },
    },
    {
      title: 'the value may be a list, or stand in an object, which may be null; texts are as they were',
      query: '{ markets { shops { goods { sign seller } } } }',
      data: {
        markets: [
          {
            shops: [
              {
                goods: [
                  { sign: 'g1 sign {"of":["하나","two"]}', seller: 'g1 seller {"name":"Kim \\"K\\"\\n"}' },
                  { sign: 'g2 sign {"of":["하나","two"]}', seller: 'g2 seller {"name":"Kim \\"K\\"\\n"}' },
                ],
              },
              { goods: [{ sign: 'g1 sign {"of":[]}', seller: 'g1 seller {"name":null}' }] },
            ],
          },
          { shops: [{ goods: [{ sign: 'g2 sign {"of":["three"]}', seller: 'g2 seller {"name":"Lee"}' }] }] },
        ],
      },
    },
    {
      title: 'a field takes arguments from contexts on several levels',
      query: '{ markets { shops { goods { total } hall { stands { good { total } } } } } }',
      data: {
        markets: [
          {
            shops: [
              {
                goods: [{ total: 'g1 total {"rate":2,"in":"원"}' }, { total: 'g2 total {"rate":2,"in":"원"}' }],
                hall: { stands: [{ good: { total: 'g1 total {"rate":2,"in":"원"}' } }] },
              },
              {
                goods: [{ total: 'g1 total {"rate":2,"in":null}' }],
                hall: { stands: [{ good: { total: 'g1 total {"rate":2,"in":null}' } }] },
              },
            ],
          },
          {
            shops: [
              {
                goods: [{ total: 'g2 total {"rate":3,"in":"원"}' }],
                hall: { stands: [{ good: { total: 'g2 total {"rate":3,"in":"원"}' } }] },
              },
            ],
          },
        ],
      },
    },
    {
      title: 'a context reaches through an entity of another subgraph, and waits for a value of another; one that failed is null',
      query: '{ markets { shops { goods { alike { id taxed } } } } }',
      data: {
        markets: [
          {
            shops: [
              {
                goods: [{ alike: [{ id: 'g2', taxed: 'g2 taxed {"by":10}' }] }, { alike: [{ id: 'g1', taxed: 'g1 taxed {"by":10}' }] }],
              },
              { goods: [{ alike: [{ id: 'g2', taxed: 'g2 taxed {"by":10}' }] }] },
            ],
          },
          { shops: [{ goods: [{ alike: [{ id: 'g1', taxed: 'g1 taxed {"by":null}' }] }] }] },
        ],
      },
      errors: [{ message: 'NO_TAX' }],
    },
    {
      title: 'a value may be asked for with arguments, whatever others are given',
      query: '{ markets { first { fee(in: "EUR") goods { cheap dear } } } }',
      data: {
        markets: [
          {
            first: {
              fee: 's1 EUR',
              goods: [
                { cheap: 'g1 cheap {"fee":"s1 KRW"}', dear: 'g1 dear {"fee":"s1 USD"}' },
                { cheap: 'g2 cheap {"fee":"s1 KRW"}', dear: 'g2 dear {"fee":"s1 USD"}' },
              ],
            },
          },
          { first: { fee: 's3 EUR', goods: [{ cheap: 'g2 cheap {"fee":"s3 KRW"}', dear: 'g2 dear {"fee":"s3 USD"}' }] } },
        ],
      },
    },
    {
      title: 'a field may also require others, and give objects',
      query: '{ markets { first { goods { parcel price box { text } } } } }',
      data: {
        markets: [
          {
            first: {
              goods: [
                { parcel: '5 g1 parcel {"in":"원"}', price: 'g1 price {"in":"원"}', box: { text: 'g1 box {"in":"원"}' } },
                { parcel: '7 g2 parcel {"in":"원"}', price: 'g2 price {"in":"원"}', box: { text: 'g2 box {"in":"원"}' } },
              ],
            },
          },
          { first: { goods: [{ parcel: '7 g2 parcel {"in":"원"}', price: 'g2 price {"in":"원"}', box: { text: 'g2 box {"in":"원"}' } }] } },
        ],
      },
    },
    {
      title: 'what a mutation gives has contexts too',
      query: 'mutation { openMarket(id: "m2") { first { goods { total } } } }',
      data: { openMarket: { first: { goods: [{ total: 'g2 total {"rate":3,"in":"원"}' }] } } },
    },
    {
      title: "a client's variables may be called like those of contexts, and cannot stand for them",
      query:
        'query ($contextualArgument_2_5: Boolean!, $representations: Boolean) { markets { first { goods { price(round: $representations) total @include(if: $contextualArgument_2_5) } } } }',
      variables: { contextualArgument_2_5: true, contextualArgument_2_4: 'stolen', representations: true, contextualArgument_1_0: 1 },
      data: {
        markets: [
          {
            first: {
              goods: [
                { price: 'g1 price {"in":"원","round":true}', total: 'g1 total {"rate":2,"in":"원"}' },
                { price: 'g2 price {"in":"원","round":true}', total: 'g2 total {"rate":2,"in":"원"}' },
              ],
            },
          },
          { first: { goods: [{ price: 'g2 price {"in":"원","round":true}', total: 'g2 total {"rate":3,"in":"원"}' }] } },
        ],
      },
    },
  ],
};
