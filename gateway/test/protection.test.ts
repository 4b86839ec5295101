import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { trustDocuments } from '../protection/trusted-documents.ts';
import type { SmallSubgraph } from './case.ts';
import { rawSocket } from './raw-socket.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const lists: SmallSubgraph = {
  sdl: `type Query { numbers(first: Int!): [Number] @listSize(slicingArguments: ["first"]) } type Number { value: Int }`,
  resolvers: {
    Query: { numbers: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (_item, value) => ({ value })) },
  },
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let gateway: TestGateway;
const yard = createYard();
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: { ...yard.subgraphs, lists }, config: { COST_LIMIT: 50 } });
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
    }
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
});

describe('Rate limits', () => {
  it('refuse by address on every transport, with the seconds to wait', async () => {
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config: { RATE_LIMIT_PER_ADDRESS: 3 } });
    for (let turn = 0; turn < 3; turn++) expect((await limited.post('{ total }')).status).toBe(200);
    const { status, headers, body } = await limited.post('{ total }');
    expect(status).toBe(429);
    expect(body).toEqual({
      errors: [
        expect.objectContaining({ extensions: { code: 'RATE_LIMITED', limit: 'perAddress', max: 3, retryAfter: expect.any(Number) } }),
      ],
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    const socket = collect(limited.socket().client, 'subscription { pulse(id: "1") { count } }');
    await eventually(() => socket.failure !== undefined);
    expect(socket.failure).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) })]);
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0', 'application/graphql-response+json']) {
      for (const path of ['/graphql', '/graphql/stream']) {
        const response = await fetch(`${limited.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept },
          body: JSON.stringify({ query: 'subscription { pulse(id: "1") { count } }' }),
        });
        if (path === '/graphql' || accept === 'text/event-stream') expect([accept, response.status]).toEqual([accept, 429]);
        await response.body?.cancel();
      }
    }
    await limited.close();
  });

  it('count what cannot be parsed, is not valid or is no JSON like everything else, before it is read', async () => {
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config: { RATE_LIMIT_PER_ADDRESS: 5 } });
    const post = (body: string) =>
      fetch(`${limited.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const wrong = ['{"query":"{"}', '{"query":"{ nothing }"}', '{', '{"extensions":{},"query":"{"}'];
    for (const body of wrong) expect((await post(body)).status).toBe(400);
    const socket = await rawSocket(limited.url);
    socket.subscribe('wrong', '{');
    await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }));
    socket.subscribe('more', '{');
    await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ payload: [{ extensions: { code: 'RATE_LIMITED' } }] }));
    for (const body of wrong) expect((await post(body)).status).toBe(429);
    socket.socket.close();
    await limited.close();
  });

  it('refuse by account, and leave others', async () => {
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config: { RATE_LIMIT_PER_IDENTITY: 1 } });
    const [one, other] = [await limited.session(), await limited.session()];
    expect((await limited.post('{ total }', one)).status).toBe(200);
    expect((await limited.post('{ total }', one)).body.errors?.[0]?.extensions).toMatchObject({ limit: 'perIdentity', max: 1 });
    expect((await limited.post('{ total }', other)).status).toBe(200);
    expect((await limited.post('{ total }')).status).toBe(200);
    await limited.close();
  });
});

describe('Known holes', () => {
  it('arrays of operations are refused', async () => {
    const { status } = await sendJson([{ query: '{ total }' }, { query: '{ total }' }]);
    expect(status).toBe(400);
  });

  it('an alias named __proto__ is a key like any other', async () => {
    const response = await send(JSON.stringify({ query: '{ __proto__: event(id: "1") { constructor: title __proto__: count } }' }));
    expect((await response.text()).trim()).toBe('{"data":{"__proto__":{"constructor":"Event 1","__proto__":0}}}');
    expect(({} as Record<string, unknown>).constructor).toBe(Object);
  });

  it('variables named __proto__ change nothing', async () => {
    const response = await send('{"query":"query ($id: ID!) { event(id: $id) { title } }","variables":{"__proto__":{"id":"polluted"}}}');
    expect(await response.text()).not.toMatch('polluted');
    expect('id' in {}).toBe(false);
    const { client } = gateway.socket();
    const results: unknown[] = [];
    client.subscribe(
      { query: 'query ($__proto__: ID!) { event(id: $__proto__) { title } }', variables: JSON.parse('{"__proto__":"1"}') },
      { next: (result) => void results.push(result), error: (error) => void results.push(error), complete: () => {} },
    );
    await eventually(() => expect(results).toHaveLength(1));
    expect(({} as { title?: unknown }).title).toBeUndefined();
    expect((await gateway.post('{ total }')).body).toEqual({ data: { total: 0 } });
  });

  it('fragments that spread each other are refused', async () => {
    const query = '{ event(id: "1") { ...a } } fragment a on Event { same { ...b } } fragment b on Event { same { ...a } }';
    expect((await gateway.post(query)).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const many = `{ event(id: "1") { ...f0 } } ${Array.from({ length: 30 }, (_, index) => `fragment f${index} on Event { same { ...f${index + 1} } again: same { ...f${index + 1} } }`).join(' ')} fragment f30 on Event { title }`;
    expect((await gateway.post(many)).body.errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it.each(['/graphql?query=', '/graphql?operationName=m&query='])('a mutation by GET is refused: %s', async (path) => {
    const query = encodeURIComponent('mutation m { publish(title: "x") }');
    for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      const response = await fetch(`${gateway.url}${path}${query}`, { headers: { accept, 'apollo-require-preflight': '1' } });
      expect(await response.text()).not.toMatch('"data"');
    }
  });

  it.each([
    ['text/plain', '{"query":"{ total }"}'],
    ['application/x-www-form-urlencoded', 'query={total}'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{ total }\r\n--x--'],
    ['application/graphql', '{ total }'],
    ['application/json; charset=utf-7', '{"query":"+AHs- total +AH0-"}'],
    ['', '{"query":"{ total }"}'],
  ])('a body of type "%s" is not answered', async (type, body) => {
    for (const accept of ['*/*', 'text/event-stream']) {
      const response = await send(body, { ...(type ? { 'content-type': type } : {}), accept });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toMatch('"data"');
    }
  });

  it('suggests no fields where introspection is off, on no transport', async () => {
    const closed = await startGateway({ subgraphs: createYard().subgraphs, config: { INTROSPECTION: false } });
    const [socket, sse] = [collect(closed.socket().client, '{ totl }'), collect(closed.sse(), '{ totl }')];
    await eventually(() => socket.failure !== undefined && sse.done);
    const answers = JSON.stringify([(await closed.post('{ totl }')).body, socket.failure, sse.results]);
    await closed.close();
    expect(answers).toMatch('totl');
    expect(answers).not.toMatch(/did you mean|total/i);
  });

  it.each(['_service { sdl }', '_entities(representations: [{ __typename: "Event", id: "1" }]) { __typename }'])(
    'there is no %s from outside',
    async (field) => {
      const [socket, sse] = [collect(gateway.socket().client, `{ ${field} }`), collect(gateway.sse(), `{ ${field} }`)];
      await eventually(() => socket.failure !== undefined && sse.done);
      expect((await gateway.post(`{ ${field} }`)).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(JSON.stringify([socket.failure, sse.results])).not.toMatch('"data"');
    },
  );
});
