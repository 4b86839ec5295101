import { describe, expect, it } from '@jest/globals';
import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { createLog } from '#kit/log.ts';
import type { Subgraph, SubgraphRequest } from '#kit/subgraph.ts';
import { planOperation } from '../plan/plan-operation.ts';
import { loadSupergraph } from '../supergraph.ts';
import { coded, composeSmall, LIVE, runSmall, silent } from '../test/small-graph.ts';
import { createExecutor } from './executor.ts';

type Given = Record<string, unknown>;
const board = (_: unknown, index: number) => ({ id: `b${index}`, colour: index % 25, pin: { id: 'p' }, card: { id: 'c' } });
const boards = (_: unknown, { count }: { count: number }) => Array.from({ length: count }, board);

/** Boards of 25 colours with one pin and one card; what is written on the pin depends on the board's colour. */
const small = {
  boards: {
    sdl: `${LIVE}
      type Query { boards(count: Int!): [Board!]! }
      type Subscription { boardMoved: Board! }
      type Board @key(fields: "id") @context(name: "board") { id: ID! colour: Int! size: Int @external pin: Pin card: Card }
      type Card @key(fields: "id") { id: ID! }
      type Pin @key(fields: "id") {
        id: ID!
        text(on: Int @fromContext(field: "$board { colour }")): String
        scaled(by: Int @fromContext(field: "$board { size }")): String
      }
    `,
    resolvers: {
      Query: { boards },
      Subscription: {
        boardMoved: {
          subscribe: async function* () {
            yield* boards(null, { count: 2 });
          },
          resolve: (moved: unknown) => moved,
        },
      },
      Pin: {
        __resolveReference: (pin: Given) => pin,
        text: (_: unknown, { on }: Given) => {
          if (on === 1) throw coded('WORN');
          return `on ${on}`;
        },
        scaled: (_: unknown, { by }: Given) => `by ${by}`,
      },
    },
  },
  sizes: {
    sdl: `
      type Board @key(fields: "id") { id: ID! size: Int }
      type Card @key(fields: "id") { id: ID! pin: Pin }
      type Pin @key(fields: "id") { id: ID! }
    `,
    resolvers: { Board: { size: ({ id }: Given) => Number(String(id).slice(1)) }, Card: { pin: () => ({ id: 'p' }) } },
  },
};

const supergraph = loadSupergraph(composeSmall(small));
const log = createLog('silent', 'gateway');

const ask = async (query: string, others: Record<string, Subgraph> = {}) => {
  const subgraphs = runSmall(small);
  const asked: SubgraphRequest[] = [];
  const source: Subgraph = {
    ...subgraphs.boards!,
    execute: (request) => {
      if (request.variables?.representations ?? request.variables?.representations_0) asked.push(request);
      return subgraphs.boards!.execute(request);
    },
  };
  const executor = createExecutor({ subgraphs: { ...subgraphs, boards: source, ...others }, log });
  const { data, errors } = await executor.execute(planOperation(supergraph, parse(query)), { variables: {}, headers: {} });
  return { asked, errors, boards: (data?.boards ?? []) as { pin: Given; card: { pin: Given } }[] };
};

const texts = (rows: readonly { pin: Given }[]) => rows.map(({ pin }) => pin.text);

describe('Entities with arguments from contexts', () => {
  it('are asked for in one question, once with each set of arguments', async () => {
    const { asked, boards: rows } = await ask('{ boards(count: 27) { pin { text } } }');
    expect(rows[26]?.pin.text).toBeNull();
    expect(texts(rows.slice(23))).toEqual(['on 23', 'on 24', 'on 0', null]);
    expect(asked.map(({ query }) => query.match(/_\d+:_entities/g)?.length)).toEqual([20, 5]);
    expect(asked[0]!.variables).toMatchObject({ contextualArgument_1_1_2: 2, representations_2: [{ __typename: 'Pin', id: 'p' }] });
  });

  it('are asked for as ever when all have the same arguments', async () => {
    const { asked } = await ask('{ boards(count: 1) { pin { text } } }');
    expect(asked).toHaveLength(1);
    expect(asked[0]!.variables).toEqual({ contextualArgument_1_1: 0, representations: [{ __typename: 'Pin', id: 'p' }] });
  });

  it('have the errors of their own set of arguments', async () => {
    const { errors, boards: rows } = await ask('{ boards(count: 3) { pin { text } } }');
    expect(texts(rows)).toEqual(['on 0', null, 'on 2']);
    expect(errors?.map(({ message, path }) => [message, path])).toEqual([['WORN', ['boards', 1, 'pin', 'text']]]);
  });

  it('stay apart where their subgraph gives one object for several places', async () => {
    const { boards: rows } = await ask('{ boards(count: 3) { card { pin { text } } } }');
    expect(texts(rows.map(({ card }) => card))).toEqual(['on 0', null, 'on 2']);
  });

  it('are not asked for where the argument could not be fetched', async () => {
    const { asked, errors, boards: rows } = await ask('{ boards(count: 2) { pin { id scaled } } }', { sizes: silent('sizes') });
    expect(rows.map(({ pin }) => pin)).toEqual([
      { id: 'p', scaled: null },
      { id: 'p', scaled: null },
    ]);
    expect(asked).toEqual([]);
    expect(errors?.map(({ extensions }) => extensions.service)).toEqual(['sizes', 'sizes']);
  });

  it('have the error of a value that only the gateway asked for at the object it belongs to, else at its own place', async () => {
    const error = new GraphQLError('NO_SIZE', { path: ['_entities', 1, 'size'] });
    const worn = { ...silent('sizes'), execute: async () => ({ data: { _entities: [{ size: 0 }, { size: null }] }, errors: [error] }) };
    const pathsOf = async (query: string) => (await ask(query, { sizes: worn })).errors?.map(({ message, path }) => [message, path]);
    expect(await pathsOf('{ boards(count: 2) { pin { scaled } } }')).toEqual([['NO_SIZE', ['boards', 1]]]);
    expect(await pathsOf('{ boards(count: 2) { size pin { scaled } } }')).toEqual([['NO_SIZE', ['boards', 1, 'size']]]);
  });

  it('are null with an error each when their subgraph does not answer', async () => {
    const subgraphs = runSmall(small);
    const failing: Subgraph = {
      ...subgraphs.boards!,
      execute: (request) => (request.query.includes('_entities') ? Promise.reject(new Error('away')) : subgraphs.boards!.execute(request)),
    };
    const { errors } = await ask('{ boards(count: 2) { pin { text } } }', { boards: failing });
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['boards.0.pin.text', 'SERVICE_UNAVAILABLE'],
      ['boards.1.pin.text', 'SERVICE_UNAVAILABLE'],
    ]);
  });

  it('complete the events of a subscription', async () => {
    const executor = createExecutor({ subgraphs: runSmall(small), log });
    const operation = planOperation(supergraph, parse('subscription { boardMoved { id pin { text scaled } } }'));
    const request = { variables: {}, headers: {} };
    const events = (await executor.subscribe(operation, request)) as AsyncIterable<ExecutionResult>;
    const completed: unknown[] = [];
    for await (const event of events) completed.push((await executor.complete(operation, request, event)).data?.boardMoved);
    expect(completed).toEqual([
      { id: 'b0', pin: { text: 'on 0', scaled: 'by 0' } },
      { id: 'b1', pin: { text: null, scaled: 'by 1' } },
    ]);
  });
});
