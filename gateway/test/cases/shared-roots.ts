import { setTimeout as after } from 'node:timers/promises';
import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

const ids = ['g1', 'g2'];

const named = (id: string) => ({
  id,
  name: { short: `n${id[1]}`, long: `name of ${id}` },
  kind: { id: `k${id[1]}`, title: `title ${id[1]}` },
});
const priced = (id: string) => ({ id, price: { amount: Number(id[1]), currency: 'KRW' }, kind: { id: `k${id[1]}` } });
const sorted = (id: string) => ({ id, kind: { id: `k${id[1]}`, notes: [{ text: `note ${id[1]}` }] } });

/** What both subgraphs with mutations count. */
const tally = { value: 0, calls: [] as string[] };
const change = (by: string, value: number) => {
  tally.calls.push(by);
  tally.value = value;
  return { value, calls: tally.calls.join() };
};

/** Root fields that all subgraphs have, each with a part of what is below: queries are put together, mutations run once. */
export const sharedRoots: Suite = {
  name: 'Root fields that several subgraphs share',
  subgraphs: {
    names: {
      sdl: `
        type Query { good(of: ID = "g1"): Good @shareable goods: [Good]! @shareable rows: [[Good!]] @shareable torn: Good @shareable }
        type Mutation { reset: Boolean! add(by: Int!): Tally! @shareable }
        type Good @shareable { id: ID! name: Text kind: Kind }
        type Text { short: String! long: String }
        type Kind @shareable { id: ID! title: String }
        type Tally @shareable { value: Int! calls: String! }
      `,
      resolvers: {
        Query: {
          good: (_: unknown, { of }: { of: string }) => named(of),
          goods: () => [named('g1'), null, named('g2')],
          rows: () => [[named('g1')], null, [], [named('g2'), named('g1')]],
          torn: () => named('g1'),
        },
        Mutation: {
          reset: () => {
            Object.assign(tally, { value: 0, calls: [] });
            return true;
          },
          add: (_: unknown, { by }: { by: number }) => change('add', tally.value + by),
        },
      },
    },
    prices: {
      sdl: `
        type Query { good(of: ID = "g1"): Good @shareable goods: [Good]! @shareable rows: [[Good!]] @shareable torn: Good @shareable }
        type Mutation { add(by: Int!): Tally! @shareable double: Tally! }
        type Good @shareable { id: ID! price: Price kind: Kind }
        type Price { amount: Int! currency: String }
        type Kind @shareable { id: ID! }
        type Tally @shareable { value: Int! calls: String! }
      `,
      resolvers: {
        Query: {
          good: (_: unknown, { of }: { of: string }) => priced(of),
          goods: () => [priced('g1'), null, priced('g2')],
          rows: () => [[priced('g1')], null, [], [priced('g2'), priced('g1')]],
          torn: () => priced('g1'),
        },
        Mutation: {
          add: (_: unknown, { by }: { by: number }) => change('add', tally.value + by),
          double: () => change('double', tally.value * 2),
        },
      },
    },
    kinds: {
      sdl: `
        type Query { good(of: ID = "g1"): Good @shareable goods: [Good]! @shareable rows: [[Good!]] @shareable torn: Good @shareable count: Int! }
        type Mutation { negate: Tally! }
        type Good @shareable { id: ID! kind: Kind }
        type Kind @shareable { id: ID! notes: [Note!] }
        type Note { text: String! }
        type Tally @shareable { value: Int! calls: String! }
      `,
      resolvers: {
        Query: {
          count: () => ids.length,
          good: (_: unknown, { of }: { of: string }) => sorted(of),
          goods: () => [sorted('g1'), null, sorted('g2')],
          rows: () => [[sorted('g1')], null, [], [sorted('g2'), sorted('g1')]],
          torn: async () => {
            await after(20);
            throw coded('GOODS_001');
          },
        },
        Mutation: { negate: () => change('negate', -tally.value) },
      },
    },
  },
  cases: [
    {
      title: 'an object is put together from three',
      query: '{ good { id name { short } price { amount } kind { title notes { text } } } }',
      data: { good: { id: 'g1', name: { short: 'n1' }, price: { amount: 1 }, kind: { title: 'title 1', notes: [{ text: 'note 1' }] } } },
    },
    {
      title: 'each is asked with the same arguments',
      query: 'query ($of: ID) { good(of: $of) { name { short } price { amount currency } kind { id notes { text } } } }',
      variables: { of: 'g2' },
      data: { good: { name: { short: 'n2' }, price: { amount: 2, currency: 'KRW' }, kind: { id: 'k2', notes: [{ text: 'note 2' }] } } },
    },
    {
      title: 'twice under aliases, each with its own arguments',
      query: '{ good: good(of: "g2") { id: price { amount } name { short } } b: good { name: price { amount } price: name { short } } }',
      data: { good: { id: { amount: 2 }, name: { short: 'n2' } }, b: { name: { amount: 1 }, price: { short: 'n1' } } },
    },
    {
      title: 'a list is put together item by item, nulls are nulls in all',
      query: '{ goods { name { long } price { amount } kind { notes { text } title } } }',
      data: {
        goods: ids.flatMap((id, index) => [
          ...(index > 0 ? [null] : []),
          {
            name: { long: `name of ${id}` },
            price: { amount: Number(id[1]) },
            kind: { notes: [{ text: `note ${id[1]}` }], title: `title ${id[1]}` },
          },
        ]),
      },
    },
    {
      title: 'and so are lists of lists',
      query: '{ rows { price { amount } name { short } } }',
      data: {
        rows: [
          [{ price: { amount: 1 }, name: { short: 'n1' } }],
          null,
          [],
          [
            { price: { amount: 2 }, name: { short: 'n2' } },
            { price: { amount: 1 }, name: { short: 'n1' } },
          ],
        ],
      },
    },
    {
      title: 'what one alone has comes from that one, under fragments too',
      query:
        '{ ...q } fragment q on Query { good { ... on Good { kind { notes { text } } } } ... on Query { count goods { __typename } } }',
      data: { good: { kind: { notes: [{ text: 'note 1' }] } }, count: 2, goods: [{ __typename: 'Good' }, null, { __typename: 'Good' }] },
    },
    {
      title: 'one that fails leaves what the others said, whoever answers last',
      query: '{ torn { name { short } price { amount } kind { title notes { text } } } }',
      data: { torn: { name: { short: 'n1' }, price: { amount: 1 }, kind: { title: 'title 1', notes: null } } },
      errors: [{ path: ['torn'], extensions: { code: 'GOODS_001', service: 'kinds' } }],
    },
    {
      title: 'a mutation that several have runs once, in its turn',
      query: `mutation { reset add(by: 2) { value } double { value calls } more: add(by: 5) { value } negate { value calls } }`,
      data: {
        reset: true,
        add: { value: 2 },
        double: { value: 4, calls: 'add,double' },
        more: { value: 9 },
        negate: { value: -9, calls: 'add,double,add,negate' },
      },
    },
    {
      title: 'first, last and between those of one subgraph',
      query: 'mutation { reset double { value } add(by: 1) { value } a: double { value } b: double { value } c: add(by: 1) { calls } }',
      data: {
        reset: true,
        double: { value: 0 },
        add: { value: 1 },
        a: { value: 2 },
        b: { value: 4 },
        c: { calls: 'double,add,double,double,add' },
      },
    },
  ],
};
