import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import type { SmallSubgraph } from './case.ts';
import { composeSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

let asked: string[] = [];
let arrived = 0;
let holding = Promise.withResolvers<void>();
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
        slow: async (_: unknown, { id }: { id: string }, { headers }: { headers: { authorization?: string } }) => {
          asked.push(id);
          await holding.promise;
          return `${id} for ${headers.authorization ? 'somebody' : 'nobody'}`;
        },
        must: (_: unknown, { id }: { id: string }) => (id === 'null' ? null : 1),
      },
      Mutation: { change: () => void asked.push('change') },
    },
  },
};

const noteArrival = () => void arrived++;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs });
  subscribe('http.server.request.start', noteArrival);
});
afterAll(async () => {
  unsubscribe('http.server.request.start', noteArrival);
  await gateway.close();
});

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

const begin = () => {
  [asked, arrived] = [[], 0];
  holding = Promise.withResolvers();
};

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
    begin();
    const fastest = async () => {
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
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
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
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

describe('Equal queries that are under way at once', () => {
  const ask = async (id: string, token = '') =>
    (await gateway.post('query ($id: ID!) { slow(id: $id) }', { variables: { id }, token })).body;
  const settled = (count: number) => eventually(() => asked.length === count);
  /** Resolves when so many requests have come, and the gateway has had a turn for what they say. */
  const allCame = async (count: number): Promise<void> => {
    await eventually(() => arrived >= count);
    await gateway.post('{ thing(id: "turn") }');
  };

  it('are executed once, and answer everybody', async () => {
    begin();
    const answers = [ask('a'), ask('a'), ask('b'), ask('a')];
    await allCame(4);
    holding.resolve();
    expect(await Promise.all(answers)).toEqual(['a', 'a', 'b', 'a'].map((id) => ({ data: { slow: `${id} for nobody` } })));
    expect(asked.sort()).toEqual(['a', 'b']);
  });

  it('are told by their text, which may nest more deeply than can be written', async () => {
    begin();
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const query = JSON.stringify('query ($id: ID!) { slow(id: $id) }');
    const answer = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${query},"variables":{"id":"a","unknown":${deep}}}`,
    });
    await settled(1);
    holding.resolve();
    expect(await (await answer).json()).toEqual({ data: { slow: 'a for nobody' } });
  });

  it('are others in another operation of the document, under another condition and in another language', async () => {
    begin();
    const query =
      'query a($b: Boolean!) { slow(id: "1") must(id: "1") @include(if: $b) } query c($b: Boolean!) { also: slow(id: "2") must(id: "1") @include(if: $b) }';
    const asking = (operationName: string, b: boolean, language = 'ko') =>
      post({ query, operationName, variables: { b } }, { 'accept-language': language });
    const answers = [asking('a', true), asking('c', true), asking('a', false), asking('a', true, 'en'), asking('a', true)];
    await allCame(5);
    holding.resolve();
    const bodies = await Promise.all(answers.map(async (answer) => (await (await answer).json()).data));
    const slow = '1 for nobody';
    expect(bodies).toEqual([{ slow, must: 1 }, { also: '2 for nobody', must: 1 }, { slow }, { slow, must: 1 }, { slow, must: 1 }]);
    expect(asked.toSorted()).toEqual(['1', '1', '1', '2']);
  });

  it('are not shared over a reload of the supergraph', async () => {
    begin();
    const before = ask('a');
    await settled(1);
    const { things } = subgraphs;
    const sdl = things!.sdl.replace('type Query {', 'type Query { fresh: Int');
    expect(gateway.gateway.adopt(composeSmall({ things: { ...things!, sdl } }))).toBe(true);
    const after = ask('a');
    await settled(2);
    holding.resolve();
    expect(await Promise.all([before, after])).toEqual(Array(2).fill({ data: { slow: 'a for nobody' } }));
  });

  it('are alike for all who share one, in any script', async () => {
    begin();
    const asks = () => post({ query: 'query ($id: ID!) { slow(id: $id) }', variables: { id: '마당 🎉' } });
    const answers = [asks(), asks(), asks()];
    await allCame(3);
    holding.resolve();
    const [first, ...others] = await Promise.all(answers.map(async (answer) => visible(await answer)));
    const body = '{"data":{"slow":"마당 🎉 for nobody"}}\n';
    expect(first).toMatchObject({ status: 200, headers: { 'content-length': String(Buffer.byteLength(body)) }, body });
    expect(others).toEqual([first, first]);
    expect(asked).toHaveLength(1);
  });
  it('are never shared between people, nor with nobody', async () => {
    begin();
    const [one, other] = [await gateway.session(), await gateway.session()];
    const answers = [ask('a'), ask('a', one.token), ask('a', other.token), ask('a', one.token)];
    await allCame(4);
    holding.resolve();
    expect((await Promise.all(answers)).map(({ data }) => (data as { slow: string }).slow)).toEqual([
      'a for nobody',
      ...Array(3).fill('a for somebody'),
    ]);
    expect(asked).toHaveLength(3);
  });

  it('are not shared over a mutation, and mutations never are', async () => {
    begin();
    const before = ask('a');
    await settled(1);
    await Promise.all([gateway.post('mutation { change }'), gateway.post('mutation { change }')]);
    const after = ask('a');
    await settled(4);
    holding.resolve();
    await Promise.all([before, after]);
    expect(asked).toEqual(['a', 'change', 'change', 'a']);
  });

  it('go on for those who stay when the first one leaves', async () => {
    begin();
    const first = request(`${gateway.url}/graphql`, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
    const gone = new Promise((resolve) => first.once('error', resolve));
    first.end(JSON.stringify({ query: 'query ($id: ID!) { slow(id: $id) }', variables: { id: 'a' } }));
    await settled(1);
    const second = ask('a');
    await allCame(2);
    first.destroy(new Error('left'));
    await gone;
    holding.resolve();
    expect(await second).toEqual({ data: { slow: 'a for nobody' } });
  });
});
