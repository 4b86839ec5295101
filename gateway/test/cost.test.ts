import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { readConfig } from '../config.ts';
import { readCostModel } from '../protection/cost-model.ts';
import type { SmallSubgraph } from './case.ts';
import { rawSocket } from './raw-socket.ts';
import { composeSmall } from './small-graph.ts';
import { collect, SECRET, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const lists: SmallSubgraph = {
  sdl: `type Query { numbers(first: Int!): [Number] @listSize(slicingArguments: ["first"]) lines(first: Int): [Number] named(first: String): String } type Number { value: Int }`,
  resolvers: {
    Query: {
      numbers: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (_item, value) => ({ value })),
      lines: (_: unknown, { first }: { first: number }) => [{ value: first }],
      named: (_: unknown, { first }: { first: string }) => first,
    },
  },
};

let gateway: TestGateway;
const yard = createYard();
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: { ...yard.subgraphs, lists }, config: { COST_LIMIT: 50 } });
});
afterAll(() => gateway.close());

const sendJson = async (body: object, headers: Record<string, string> = {}, url = gateway.url) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return {
    status: response.status,
    body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: object }[]; extensions?: object },
  };
};

describe('Cost', () => {
  const query = 'query ($n: Int!) { numbers(first: $n) { value } }';

  it('beyond the limit refuses an operation by name before anything is fetched, on every transport', async () => {
    const error = expect.objectContaining({
      message: expect.stringContaining('"cost" of 50'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', limit: 'cost', max: 50, estimated: 51 },
    });
    const { status, body } = await gateway.post(query, { variables: { n: 51 } });
    expect({ status, body }).toEqual({ status: 400, body: { errors: [error] } });
    const streams = [collect(gateway.socket().client, query, { n: 51 }), collect(gateway.sse(), query, { n: 51 })];
    await eventually(() => streams.every(({ done }) => done));
    for (const { results } of streams) expect(results).toEqual([{ errors: [error] }]);
    expect((await gateway.post(query, { variables: { n: 50 } })).status).toBe(200);
  });

  const extensions = { cost: { estimated: 2, max: 50 } };

  it('is told when it is asked for', async () => {
    const { body } = await sendJson({ query, variables: { n: 2 } }, { 'x-graphql-cost': '1' });
    expect(body.extensions).toEqual(extensions);
    expect((await sendJson({ query, variables: { n: 2 } })).body.extensions).toBeUndefined();
  });

  it('is told on a socket that asks for it in connection_init, or in an operation’s extensions', async () => {
    const asking = await rawSocket(gateway.url, { params: { 'x-graphql-cost': '1' } });
    asking.subscribe('query', query, { n: 2 });
    const other = await rawSocket(gateway.url);
    other.say({ type: 'subscribe', id: 'asked', payload: { query, variables: { n: 2 }, extensions: { 'x-graphql-cost': 1 } } });
    other.subscribe('plain', query, { n: 2 });
    await eventually(() => asking.results('query').length + other.results('asked').length + other.results('plain').length === 3);
    expect(asking.results('query')[0]).toMatchObject({ data: {}, extensions });
    expect(other.results('asked')[0]).toMatchObject({ data: {}, extensions });
    expect(other.results('plain')[0]).not.toHaveProperty('extensions');
    for (const { socket } of [asking, other]) socket.close();
  });

  it('of a subscription is told with its first message, to whoever asked', async () => {
    const pulse = 'subscription { publicPulse(id: "7") { count } }';
    const cost = { estimated: 1, max: 50 };
    const [asking, other] = [await rawSocket(gateway.url, { params: { 'x-graphql-cost': 1 } }), await rawSocket(gateway.url)];
    for (const socket of [asking, other]) socket.subscribe('pulse', pulse);
    await eventually(() => [asking, other].every((socket) => socket.results('pulse').length === 1));
    yard.setPulse({ count: 5, version: 5 });
    await eventually(() => [asking, other].every((socket) => socket.results('pulse').length === 2));
    const data = (count: number) => ({ data: { publicPulse: { count } } });
    expect(asking.results('pulse')).toEqual([{ ...data(0), extensions: { cost } }, data(5)]);
    expect(other.results('pulse')).toEqual([data(0), data(5)]);
    for (const { socket } of [asking, other]) socket.close();
    yard.setPulse({ count: 0, version: 6 });
    const stream = await fetch(
      `${gateway.url}/graphql?query=${encodeURIComponent('query ($n: Int!) { numbers(first: $n) { value } }')}&variables={"n":2}`,
      {
        headers: { accept: 'text/event-stream', 'x-graphql-cost': '1' },
      },
    );
    expect(await stream.text()).toContain(`"extensions":${JSON.stringify(extensions)}`);
  });
});

describe('The limit of cost', () => {
  const deep = (directive = ''): Record<string, SmallSubgraph> => ({
    deep: {
      sdl: `type Query { items: [Item] } type Item { name: String items: [Item] ${directive} }`,
      resolvers: { Query: { items: () => [{ name: 'one' }] }, Item: { items: () => [] } },
    },
  });
  const fourLists = '{ items { items { items { items { name } } } } }';
  const refused = (max: number) => ({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ limit: 'cost', max }) })] });

  it('is the standard one only where the supergraph links the cost specification', async () => {
    const open = await startGateway({ subgraphs: deep() });
    try {
      expect((await open.post(fourLists)).body).toEqual({ data: { items: [{ items: [] }] } });
      expect((await sendJson({ query: fourLists }, { 'x-graphql-cost': '1' }, open.url)).body.extensions).toEqual({
        cost: { estimated: 11_110, max: null },
      });
      open.gateway.adopt(composeSmall(deep('@listSize(assumedSize: 10)')));
      expect((await open.post(fourLists)).body).toEqual(refused(5_000));
    } finally {
      await open.close();
    }
  });

  it('holds on every supergraph when the operator sets it', async () => {
    const limited = await startGateway({ subgraphs: deep(), config: readConfig({ GATEWAY_SECRET: SECRET, COST_LIMIT: '11109' }) });
    try {
      expect((await limited.post(fourLists)).body).toEqual(refused(11_109));
    } finally {
      await limited.close();
    }
  });

  it('holds for the product’s own supergraph', async () => {
    const sdl = await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
    expect(readCostModel(sdl).isLinked).toBe(true);
  });
});

describe('Pages', () => {
  const query = 'query ($n: Int = 101) { lines(first: $n) { value } } ';
  const limit = { limit: 'first', max: 100 };
  const message = expect.stringContaining('"first" of 100');

  it('longer than 100 are refused by name: in the document, in a variable and by its default', async () => {
    const literal = await gateway.post('{ ...f } fragment f on Query { lines(first: 101) { value } }');
    expect(literal.status).toBe(400);
    expect(literal.body.errors).toEqual([
      expect.objectContaining({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...limit } }),
    ]);
    const refused = [expect.objectContaining({ message, extensions: { code: 'BAD_USER_INPUT', field: 'n', ...limit } })];
    for (const variables of [{ n: 101 }, { n: 2 ** 31 - 1 }, {}]) {
      const { status, body } = await gateway.post(query, { variables });
      expect({ status, body }).toEqual({ status: 400, body: { errors: refused } });
    }
    const [socket, sse] = [collect(gateway.socket().client, query, { n: 101 }), collect(gateway.sse(), query, { n: 101 })];
    await eventually(() => socket.done && sse.done);
    for (const { results } of [socket, sse]) expect(results).toEqual([{ errors: refused }]);
  });

  it('of 100 are answered, and so is an argument of that name that says something else', async () => {
    expect((await gateway.post(query, { variables: { n: 100 } })).body.data).toEqual({ lines: [{ value: 100 }] });
    expect((await gateway.post('{ lines(first: 100) { value } }')).body.data).toEqual({ lines: [{ value: 100 }] });
    expect((await gateway.post('{ named(first: "101") }')).body.data).toEqual({ named: '101' });
  });
});
