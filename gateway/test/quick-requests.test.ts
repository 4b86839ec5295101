import { createHash } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import type { SmallSubgraph } from './case.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

const holding = Promise.withResolvers<void>();
let gateway: TestGateway;

const subgraphs: Record<string, SmallSubgraph> = {
  things: {
    sdl: `
      type Query { thing(id: ID!): String slow(id: ID!): String must(id: ID!): Int! }
      type Mutation { change: String }
      type Subscription { said: String }
    `,
    resolvers: {
      Query: {
        thing: (_: unknown, { id }: { id: string }) => `thing "${id}" 마당`,
        slow: async (_: unknown, { id }: { id: string }) => {
          await holding.promise;
          return id;
        },
        must: (_: unknown, { id }: { id: string }) => (id === 'null' ? null : 1),
      },
      Mutation: { change: () => 'changed' },
    },
  },
};

beforeAll(async () => {
  gateway = await startGateway({ subgraphs });
});
afterAll(() => gateway.close());

const post = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const visible = async (response: Response) => {
  const { date: _date, 'x-request-id': _id, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: (await response.text()).replace(/"traceId":"[^"]*"/g, '') };
};

/** What Apollo Server gets to answer: a parameter that nobody knows makes no difference to the answer. */
const byApollo = { unknown: true };

describe('The quick way of a request', () => {
  const query = 'query q($id: ID!) { thing(id: $id) same: thing(id: "x") __typename }';
  beforeAll(async () => {
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    await post({ query, variables: { id: '1' }, extensions: { persistedQuery } });
  });
  it.each([
    ['an ordinary query', { query, variables: { id: '\\ " 마당' } }],
    ['a named operation of several', { query: `${query} query r { other: thing(id: "r") }`, operationName: 'r' }],
    ['a mutation', { query: 'mutation { change }' }],
    ['a variable that is missing', { query }],
    ['a null that may not be', { query: '{ must(id: "null") }' }],
    ['a document that does not parse', { query: '{ thing(' }],
    ['a document that is not valid', { query: '{ nothing }' }],
    ['an operation that is not there', { query: 'query a { thing(id: "1") }', operationName: 'b' }],
    ['an id of a document', { documentId: createHash('sha256').update(query).digest('hex'), variables: { id: '1' } }],
    ['an id that nobody knows', { documentId: 'sha256:none' }],
    ['what a client says of itself', { query, variables: { id: '1' }, extensions: { clientLibrary: { name: 'a', version: '1' } } }],
    ['extensions that are none', { query, variables: { id: '1' }, extensions: null }],
    ['extensions that are no object', { query, variables: { id: '1' }, extensions: [] }],
    ['a subscription', { query: 'subscription { said }' }],
    ['introspection', { query: '{ __schema { queryType { name } } thing(id: "1") }' }],
  ])('cannot be told from the long one: %s', async (_what, body) => {
    for (const accept of MEDIA_TYPES.keys()) {
      const headers: Record<string, string> = accept === undefined ? {} : { accept };
      expect(await visible(await post(body, headers))).toEqual(await visible(await post({ ...body, ...byApollo }, headers)));
    }
  });

  it('cannot be told from the long one by browsers, of known origins and of others', async () => {
    for (const origin of ['https://studio.apollographql.com', 'https://elsewhere.test', 'null']) {
      const [quick, long] = [
        await visible(await post({ query }, { origin })),
        await visible(await post({ query, ...byApollo }, { origin })),
      ];
      expect(quick).toEqual(long);
      expect(quick.headers['access-control-allow-origin']).toBe(origin.includes('studio') ? origin : undefined);
    }
  });

  it('takes a body in pieces, with its length or without, and a character that is cut by them', async () => {
    const body = Buffer.from(JSON.stringify({ query, variables: { id: '마당' } }));
    const middle = body.indexOf(Buffer.from('마')) + 1;
    for (const length of [{ 'content-length': String(body.length) }, {}]) {
      const asking = request(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...length } });
      asking.write(body.subarray(0, middle));
      setTimeout(() => asking.end(body.subarray(middle)), 50);
      const response = await new Promise<IncomingMessage>((resolve) => asking.once('response', resolve));
      expect(JSON.parse(await text(response)).data.thing).toBe('thing "마당" 마당');
    }
  });

  it('is left by a body that its client breaks off, by one that is too long, and by one that poisons prototypes', async () => {
    const broken = request(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '100' },
    });
    broken.on('error', () => {}).write('{"query":');
    setTimeout(() => broken.destroy(), 50);
    const send = async (body: string) => {
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return { status: response.status, error: (await response.json()).errors[0].extensions };
    };
    const endless = request(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    endless.on('error', () => {});
    endless.write('x'.repeat(1_100_000));
    const refused = await new Promise<IncomingMessage>((resolve) => endless.once('response', resolve));
    expect([refused.statusCode, JSON.parse(await text(refused)).errors[0].extensions.limit]).toEqual([413, 'body']);
    endless.destroy();
    expect(await send(JSON.stringify({ query: '#'.repeat(1_100_000) }))).toEqual({
      status: 413,
      error: { code: 'BAD_REQUEST', limit: 'body', max: 1_048_576 },
    });
    for (const poison of ['"__proto__":{}', '"constructor":{"prototype":{}}', '"\\u005f_proto__":{}'])
      expect(await send(`{"query":"{ __typename }","variables":{${poison}}}`)).toEqual({ status: 400, error: { code: 'BAD_REQUEST' } });
    expect((await post({ query, variables: { id: '1' } })).status).toBe(200);
  });

  it('is answered in its turn on a connection that asks on, with the trace that it names', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (data) => (heard += data));
    const trace = (digit: string) => digit.repeat(32);
    const asking = (body: string, digit: string) =>
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntraceparent: 00-${trace(digit)}-${'a'.repeat(16)}-01\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const bodies = ['{"query":"{ a: __typename }"}', '{"query":"{ must(id: \\"null\\") }"}', '{"query":"{ b: __typename }"}', ''];
    socket.write(bodies.map((body, n) => asking(body, String(n + 1))).join(''));
    await eventually(() => expect(heard).toContain('cannot be empty'));
    expect([...heard.matchAll(/^HTTP\/1.1 (\d+)/gm)].map(([, status]) => status)).toEqual(['200', '200', '200', '400']);
    expect([...heard.matchAll(/^x-request-id: (\w+)/gim)].map(([, id]) => id)).toEqual(['1', '2', '3', '4'].map(trace));
    socket.destroy();
  });

  it('measures what it hands on from its beginning', async () => {
    const fastest = async () => {
      const metrics = await gateway.metrics();
      return Number(/^madang_http_request_seconds_bucket\{.*route="\/graphql".*le="0.1".*\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
    };
    const before = await fastest();
    const answer = post({ query: '{ slow(id: "a") must(id: "null") }' });
    setTimeout(holding.resolve, 200);
    expect(await (await answer).json()).toMatchObject({ data: null, errors: [expect.anything()] });
    await post({ query: '{ __typename }' });
    await eventually(async () => expect(await fastest()).toBeGreaterThan(before));
    expect(await fastest()).toBe(before + 1);
  });

  it('is counted like any other', async () => {
    const counted = async () => {
      const metrics = await gateway.metrics();
      return Number(/^madang_http_request_seconds_count\{route="\/graphql",method="POST",status="200"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
    };
    const before = await counted();
    const asked = { query, variables: { id: '1' } };
    await post(asked);
    await post({ ...asked, ...byApollo });
    await eventually(async () => expect(await counted()).toBe(before + 2));
  });

  it('leaves bodies that are something else to those who say what is wrong', async () => {
    for (const body of [{}, { query: 1 }, { query, variables: 'x' }, { query, operationName: 1 }, []])
      expect((await post(body)).status).toBe(400);
    const type = { 'content-type': 'text/plain' };
    expect((await post({ query: '{ thing(id: "1") }' }, type)).status).toBeGreaterThanOrEqual(400);
  });
});
