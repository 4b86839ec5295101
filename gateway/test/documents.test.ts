import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { trustDocuments } from '../protection/trusted-documents.ts';
import { rawSocket } from './raw-socket.ts';
import { composeSmall } from './small-graph.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let gateway: TestGateway;
const yard = createYard();
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: yard.subgraphs });
});
afterAll(() => gateway.close());

const send = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });

const sendJson = async (body: object, headers: Record<string, string> = {}) => {
  const response = await send(JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  return {
    status: response.status,
    body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: object }[]; extensions?: object },
  };
};

describe('Persisted queries', () => {
  const query = '{ total }';
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };

  it('are learnt from who sends the text, and then answered by hash or id', async () => {
    expect((await sendJson({ extensions })).body.errors?.[0]?.extensions).toEqual({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect((await sendJson({ query: '{ total: total }', extensions })).status).toBe(400);
    expect((await sendJson({ query, extensions })).body).toEqual({ data: { total: 0 } });
    await eventually(async () => expect((await sendJson({ extensions })).body).toEqual({ data: { total: 0 } }));
    expect((await sendJson({ documentId: `sha256:${sha256(query)}` })).body).toEqual({ data: { total: 0 } });
  });

  const get = async (parameters: Record<string, string>, headers: Record<string, string> = { 'apollo-require-preflight': '1' }) => {
    const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams(parameters)}`, { headers });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('are learnt and answered by GET too, by hash and by documentId, with variables', async () => {
    const text = 'query Title($id: ID!) { event(id: $id) { title } }';
    const hash = sha256(text);
    const persisted = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } });
    const variables = JSON.stringify({ id: '7' });
    const notFound = { errors: [expect.objectContaining({ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } })] };
    expect((await get({ extensions: persisted, variables })).body).toEqual(notFound);
    expect((await get({ documentId: `sha256:${hash}`, variables })).body).toEqual(notFound);
    const answer = { status: 200, body: { data: { event: { title: 'Event 7' } } } };
    expect(await get({ query: text, extensions: persisted, variables })).toEqual(answer);
    await eventually(async () => expect(await get({ extensions: persisted, variables })).toEqual(answer));
    expect(await get({ documentId: `sha256:${hash}`, operationName: 'Title', variables })).toEqual(answer);
    expect((await get({ documentId: `sha256:${hash}`, variables }, {})).status).toBe(400);
  });

  it('are known to event streams, parts and sockets by documentId', async () => {
    await sendJson({ query, extensions });
    const subscription = 'subscription { publicPulse(id: "7") { count } }';
    await sendJson({ query: subscription, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(subscription) } } });
    const documentId = `sha256:${sha256(query)}`;
    const body = JSON.stringify({ documentId });
    for (const path of ['/graphql', '/graphql/stream']) {
      const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
      expect(await (await fetch(`${gateway.url}${path}`, { method: 'POST', headers, body })).text()).toMatch('{"data":{"total":0}}');
      expect(await (await fetch(`${gateway.url}${path}?documentId=${documentId}`, { headers: { accept: headers.accept } })).text()).toMatch(
        '{"data":{"total":0}}',
      );
    }
    const socket = await rawSocket(gateway.url);
    socket.say({ type: 'subscribe', id: 'a', payload: { documentId, query: '' } });
    await eventually(() => expect(socket.results('a')).toEqual([{ data: { total: 0 } }]));
    socket.socket.close();
    const leaving = new AbortController();
    const parts = await fetch(`${gateway.url}/graphql?documentId=sha256:${sha256(subscription)}`, {
      headers: { accept: 'multipart/mixed;subscriptionSpec=1.0' },
      signal: leaving.signal,
    });
    const reader = parts.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('{"payload":{"data":{"publicPulse":{"count":0}}}}')) text += (await reader.read()).value;
    leaving.abort();
  });

  it.each([
    ['beside another hash', { query: '{ total total }', extensions }, /SHA-256/],
    ['of another version', { query, extensions: { persistedQuery: { ...extensions.persistedQuery, version: 2 } } }, /version 1/],
  ])("are refused as the client's mistake %s", async (_what, body, message) => {
    expect(await sendJson(body)).toEqual({
      status: 400,
      body: { errors: [{ message: expect.stringMatching(message), extensions: { code: 'BAD_REQUEST' } }] },
    });
  });

  it('are named also beside a query that is empty', async () => {
    await sendJson({ query, extensions });
    await eventually(async () => expect((await sendJson({ query: '', extensions })).body).toEqual({ data: { total: 0 } }));
  });

  it.each(['text/event-stream', 'application/json'])('are not learnt from a text that is not valid: %s', async (accept) => {
    for (const text of ['{ total ', '{ totals }']) {
      const wrong = { persistedQuery: { version: 1, sha256Hash: sha256(text) } };
      const headers = { 'content-type': 'application/json', accept };
      expect(await (await send(JSON.stringify({ query: text, extensions: wrong }), headers)).text()).toMatch(/PARSE|VALIDATION/);
      expect((await sendJson({ extensions: wrong })).body.errors?.[0]?.extensions).toEqual({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    }
  });

  it('are known to event streams and sockets too', async () => {
    await sendJson({ query, extensions });
    const response = await send(JSON.stringify({ extensions }), { 'content-type': 'application/json', accept: 'text/event-stream' });
    expect(await response.text()).toMatch('{"data":{"total":0}}');
    const results: unknown[] = [];
    gateway
      .socket()
      .client.subscribe({ query: '', extensions }, { next: (result) => void results.push(result), error: () => {}, complete: () => {} });
    await eventually(() => expect(results).toEqual([{ data: { total: 0 } }]));
  });
});

describe('Trusted documents', () => {
  const query = 'query Total { total }';
  let strict: TestGateway;
  beforeAll(async () => {
    strict = await startGateway({
      subgraphs: createYard().subgraphs,
      config: { TRUSTED_DOCUMENTS: 'require', INTROSPECTION: false },
      trusted: trustDocuments({ total: query }),
    });
  });
  afterAll(() => strict.close());

  it('are answered by text, however it is formatted, and by id', async () => {
    expect((await strict.post('query Total {\n  total # so far\n}')).body).toEqual({ data: { total: 0 } });
    for (const documentId of [`sha256:${sha256(query)}`, 'total']) {
      const response = await fetch(`${strict.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documentId }),
      });
      expect(await response.json()).toEqual({ data: { total: 0 } });
      const headers = { 'apollo-require-preflight': '1' };
      expect(await (await fetch(`${strict.url}/graphql?documentId=${documentId}`, { headers })).json()).toEqual({ data: { total: 0 } });
      const events = await fetch(`${strict.url}/graphql?documentId=${documentId}`, { headers: { accept: 'text/event-stream' } });
      expect(await events.text()).toMatch('{"data":{"total":0}}');
    }
  });

  it('are answered by id where others are answered too', async () => {
    const open = await startGateway({ subgraphs: createYard().subgraphs, trusted: trustDocuments({ total: query }) });
    const response = await fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: 'total' }),
    });
    expect(await response.json()).toEqual({ data: { total: 0 } });
    await open.close();
  });

  it('are planned ahead, at the start and with each supergraph', async () => {
    const fresh = await startGateway({ subgraphs: createYard().subgraphs, trusted: trustDocuments({ total: query, gone: '{ gone }' }) });
    const entries = async (): Promise<string | undefined> => /^madang_plan_cache_entries .*/m.exec(await fresh.metrics())?.[0];
    await eventually(async () => expect(await entries()).toBe('madang_plan_cache_entries 1'));
    const { counts, ...others } = createYard().subgraphs;
    const grown = composeSmall({ ...others, counts: { ...counts!, sdl: `${counts!.sdl} extend type Query { gone: Int }` } });
    expect(fresh.gateway.adopt(grown)).toBe(true);
    await eventually(async () => expect(await entries()).toBe('madang_plan_cache_entries 2'));
    await fresh.close();
  });

  it('are the only ones, on every transport; nobody teaches the gateway others', async () => {
    const error = expect.objectContaining({ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } });
    const { status, body } = await strict.post('{ total }');
    expect({ status, body }).toEqual({ status: 400, body: { errors: [error] } });
    const socket = collect(strict.socket().client, '{ total }');
    const sse = collect(strict.sse(), '{ total }');
    await eventually(() => socket.failure !== undefined && sse.done);
    expect([socket.failure, (sse.results[0] as { errors: unknown }).errors]).toEqual([[error], [error]]);
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256('{ total }') } };
    const taught = await strict.post('{ total }', { extensions });
    expect(taught.body.errors).toEqual([error]);
  });

  /** What a client hears of a document, over each transport. */
  const told: Record<string, (query: string) => Promise<string>> = {
    'POST, the quick way': (text) => posted(text, {}),
    'POST, the long way': (text) => posted(text, {}, { unknown: true }),
    'an event stream': (text) => posted(text, { accept: 'text/event-stream' }),
    'an answer in parts': (text) => posted(text, { accept: 'multipart/mixed;subscriptionSpec=1.0,application/json' }),
    GET: async (text) => {
      const headers = { 'apollo-require-preflight': '1' };
      return (await fetch(`${strict.url}/graphql?query=${encodeURIComponent(text)}`, { headers })).text();
    },
    'a socket': async (text) => {
      const socket = await rawSocket(strict.url);
      socket.subscribe('a', text);
      await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ id: 'a' }));
      socket.socket.close();
      return JSON.stringify(socket.heard);
    },
    'a reserved stream': async (text) => {
      const url = `${strict.url}/graphql/stream`;
      const token = { 'x-graphql-event-stream-token': await (await fetch(url, { method: 'PUT' })).text() };
      const body = JSON.stringify({ query: text, extensions: { operationId: 'a' } });
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...token }, body });
      const leaving = new AbortController();
      const opened = await fetch(url, { headers: { accept: 'text/event-stream', ...token }, signal: leaving.signal });
      let heard = '';
      for await (const chunk of opened.body!.pipeThrough(new TextDecoderStream())) {
        heard += chunk;
        if (heard.includes('event: complete')) break;
      }
      leaving.abort();
      return heard;
    },
  };

  const posted = async (text: string, headers: Record<string, string>, more = {}): Promise<string> => {
    const body = JSON.stringify({ query: text, ...more });
    const response = await fetch(`${strict.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return response.text();
  };

  it.each(Object.keys(told))('are told from others by nothing else, so that nobody learns what the schema has: %s', async (transport) => {
    const deep = `{ ${'total { '.repeat(20)} total ${'} '.repeat(20)} }`;
    for (const text of [
      '{ nothere }',
      '{ total nothere }',
      '{ total { x } }',
      'subscription { nothere }',
      deep,
      '{ __schema { types { name } } }',
    ]) {
      const heard = await told[transport]!(text);
      expect(heard.match(/"code":"\w+"/g)).toEqual(['"code":"DOCUMENT_NOT_TRUSTED"']);
      expect(heard).not.toMatch(/nothere|total|limit|introspection/);
    }
  });
});
