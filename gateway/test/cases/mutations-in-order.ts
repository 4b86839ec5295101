import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

let counts: Record<string, number> = {};
let log: string[] = [];
const add = (by: string): number => {
  log.push(by);
  counts[by] = (counts[by] ?? 0) + 1;
  return log.length;
};

/** Mutations of several subgraphs: one after the other, each with its entities, then the next. */
export const mutationsInOrder: Suite = {
  name: 'Mutations in order',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order: Order }
        type Mutation { order(id: ID!): Order! reset: Boolean! failing: Order forbidden: Order! }
        type Order @key(fields: "id") { id: ID! place: Int! }
      `,
      resolvers: {
        Query: { order: () => ({ id: '0', place: 0 }) },
        Mutation: {
          order: (_: unknown, { id }: { id: string }) => ({ id, place: add('order') }),
          reset: () => {
            log = [];
            counts = {};
            return true;
          },
          failing: () => {
            add('failing');
            throw coded('ORDER_001');
          },
          forbidden: () => {
            add('forbidden');
            throw coded('ORDER_002');
          },
        },
      },
    },
    payments: {
      sdl: `
        type Mutation { pay(id: ID!): Payment! refund(id: ID!): Payment }
        type Payment @key(fields: "id") { id: ID! place: Int! order: Order! }
        type Order @key(fields: "id") { id: ID! paid: String! }
      `,
      resolvers: {
        Mutation: {
          pay: (_: unknown, { id }: { id: string }) => ({ id, place: add('pay'), order: { id } }),
          refund: (_: unknown, { id }: { id: string }) => ({ id, place: add('refund'), order: { id } }),
        },
        Order: { paid: ({ id }: { id: string }) => `${id} after ${log.join()}` },
        Payment: { __resolveReference: ({ id }: { id: string }) => ({ id, place: 0, order: { id } }) },
      },
    },
    notes: {
      sdl: `type Order @key(fields: "id") { id: ID! note: String } type Payment @key(fields: "id") { id: ID! note: String }`,
      resolvers: {
        Order: { note: ({ id }: { id: string }) => `note ${id}` },
        Payment: { note: ({ id }: { id: string }) => `paid ${id} of ${log.length}` },
      },
    },
  },
  cases: [
    {
      title: 'in the order of the document, across subgraphs, entities of each before the next begins',
      query:
        'mutation { reset a: order(id: "1") { place paid } pay(id: "2") { place note } b: order(id: "3") { place paid } refund(id: "4") { place order { paid note } } }',
      data: {
        reset: true,
        a: { place: 1, paid: '1 after order' },
        pay: { place: 2, note: 'paid 2 of 2' },
        b: { place: 3, paid: '3 after order,pay,order' },
        refund: { place: 4, order: { paid: '4 after order,pay,order,refund', note: 'note 4' } },
      },
    },
    {
      title: 'neighbours of one subgraph too, asked twice or with the type’s name between them',
      query:
        'mutation { reset a: order(id: "1") { paid } __typename b: order(id: "2") { place paid } a: order(id: "1") { note place } ... { c: pay(id: "3") { note } } d: pay(id: "4") { order { paid } } }',
      data: {
        reset: true,
        a: { paid: '1 after order', note: 'note 1', place: 1 },
        __typename: 'Mutation',
        b: { place: 2, paid: '2 after order,order' },
        c: { note: 'paid 3 of 3' },
        d: { order: { paid: '4 after order,order,pay,pay' } },
      },
    },
    {
      title: 'one that fails does not stop the next',
      query: 'mutation { reset failing { paid } pay(id: "2") { place order { note } } }',
      data: { reset: true, failing: null, pay: { place: 2, order: { note: 'note 2' } } },
      errors: [{ path: ['failing'], extensions: { code: 'ORDER_001', service: 'orders' } }],
    },
    {
      title: 'variables and conditions',
      query:
        'mutation ($id: ID!, $pay: Boolean!) { reset order(id: $id) { place } pay(id: $id) @include(if: $pay) { place } refund(id: $id) @skip(if: $pay) { place order { id place: note } } }',
      variables: { id: '9', pay: false },
      data: { reset: true, order: { place: 1 }, refund: { place: 2, order: { id: '9', place: 'note 9' } } },
    },
    {
      title: 'fragments on the mutation type, and its name',
      query:
        'mutation { __typename reset ...more } fragment more on Mutation { pay(id: "5") { id } ... on Mutation { order(id: "6") { note } } }',
      data: { __typename: 'Mutation', reset: true, pay: { id: '5' }, order: { note: 'note 6' } },
    },
    {
      title: 'a null that is not allowed leaves no data, although the others were done',
      query: 'mutation { forbidden { id } pay(id: "1") { place } }',
      data: null,
      errors: [{ path: ['forbidden'], extensions: { code: 'ORDER_002', service: 'orders' } }],
    },
  ],
};
