import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { silent } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: createYard().subgraphs });
});
afterAll(() => gateway.close());

const get = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers });

describe('GraphQL over HTTP', () => {
  it('answers a query over two subgraphs by POST and by GET', async () => {
    const query = '{ event(id: "7") { title count } }';
    const data = { event: { title: 'Event 7', count: 0 } };
    expect((await gateway.post(query)).body).toEqual({ data });
    const response = await get(query, { 'apollo-require-preflight': '1' });
    expect(await response.json()).toEqual({ data });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('runs the named operation of several', async () => {
    const { body } = await gateway.post('query a { total } query b { again: total }', { operationName: 'b' });
    expect(body).toEqual({ data: { again: 0 } });
  });

  it('refuses what a foreign page could send without asking first', async () => {
    const response = await get('{ total }');
    expect(response.status).toBe(400);
    expect(((await response.json()) as { errors: { message: string }[] }).errors[0]?.message).toMatch('CSRF');
  });

  it('does not change anything by GET', async () => {
    const response = await get('mutation { publish(title: "x") }', { 'apollo-require-preflight': '1' });
    expect(response.status).toBe(405);
  });

  it('names what is wrong with a document and with variables', async () => {
    expect((await gateway.post('{')).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
    expect((await gateway.post('{ nothing }')).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const { status, body } = await gateway.post('query ($id: ID!) { event(id: $id) { title } }');
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'id' });
    expect((await gateway.post('query a { total } query b { total }')).body.errors?.[0]?.extensions.code).toBe(
      'OPERATION_RESOLUTION_FAILURE',
    );
  });

  it('answers at once and whole: `@defer` and `@stream` are named as unknown, whatever the client accepts', async () => {
    for (const [query, directive] of [
      ['{ event(id: "7") { id ... @defer { title } } }', '@defer'],
      ['query ($later: Boolean = true) { event(id: "7") { ...f @defer(if: $later, label: "f") } } fragment f on Event { count }', '@defer'],
      ['{ event(id: "7") { same @stream(initialCount: 1) { title } } }', '@stream'],
    ] as const) {
      for (const accept of [
        'application/json',
        'multipart/mixed;deferSpec=20220824,application/graphql-response+json',
        'text/event-stream',
      ]) {
        const response = await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept },
          body: JSON.stringify({ query }),
        });
        const text = await response.text();
        expect(text).toContain(`Unknown directive \\"${directive}\\".`);
        expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
        expect(text).not.toContain('"data"');
      }
    }
  });

  it('says what is wrong with a document in Korean to whoever reads that, and keeps the code', async () => {
    const korean = async (query: string, variables = {}) => {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json', 'accept-language': 'ko' };
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
      const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
      return [errors[0]?.extensions.code, errors[0]?.message];
    };
    expect(await korean('{')).toEqual(['GRAPHQL_PARSE_FAILED', expect.stringMatching(/^문서를 .*\(Syntax Error/)]);
    expect(await korean('{ nothing }')).toEqual(['GRAPHQL_VALIDATION_FAILED', expect.stringMatching(/^요청이 .*\(Cannot query/)]);
    expect(await korean('query a { total } query b { total }')).toEqual(['OPERATION_RESOLUTION_FAILURE', expect.stringMatching(/^문서의/)]);
    expect(await korean('query ($id: ID!) { event(id: $id) { title } }')).toEqual(['BAD_USER_INPUT', expect.stringMatching(/^입력이/)]);
    expect(await korean('subscription { ticks }')).toEqual([expect.any(String), expect.stringMatching(/^[가-힣]/)]);
    const broken = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'ko' },
      body: '{',
    });
    expect(await broken.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/^여기서/), extensions: { code: 'BAD_REQUEST' } }],
    });
    const stream = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('{ nothing }')}`, {
      headers: { accept: 'text/event-stream', 'accept-language': 'ko' },
    });
    expect(await stream.text()).toContain('요청이 스키마에 맞지 않거나');
  });

  it('masks an unknown failure behind a trace id', async () => {
    const { body, headers } = await gateway.post('{ total broken }');
    expect(body.data).toEqual({ total: 0, broken: null });
    expect(body.errors).toHaveLength(1);
    expect(JSON.stringify(body)).not.toMatch('secret_table');
    expect(body.errors?.[0]).toMatchObject({
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: headers.get('x-request-id') },
    });
  });

  it('points a subscription by POST to the transports for it', async () => {
    const { status, body } = await gateway.post('subscription { said { text } }');
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch('text/event-stream');
  });

  it('shows Apollo Sandbox to a browser, and lets it ask', async () => {
    const page = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toMatch('EmbeddedSandbox');
    const origin = 'https://studio.apollographql.com';
    const preflight = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    for (const elsewhere of ['https://elsewhere.test', 'http://localhost.elsewhere.test', 'http://127.0.0.1.elsewhere.test:5173', 'null']) {
      const foreign = await fetch(`${gateway.url}/graphql`, { headers: { origin: elsewhere, accept: 'text/html' } });
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]', 'https://localhost:8443'])(
    'lets a page of the machine itself ask, but in production: %s',
    async (origin) => {
      const ask = async ({ url }: TestGateway) => {
        const headers = { origin, 'content-type': 'application/json' };
        const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ total }"}' });
        const preflight = await fetch(`${url}/graphql`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        });
        return [answer, preflight].map((response) => response.headers.get('access-control-allow-origin'));
      };
      expect(await ask(gateway)).toEqual([origin, origin]);
      const production = await startGateway({ subgraphs: createYard().subgraphs, config: { NODE_ENV: 'production' } });
      expect(await ask(production)).toEqual([null, null]);
      await production.close();
    },
  );

  it('answers the standard introspection query, and has no door to entities', async () => {
    const { body } = await gateway.post(getIntrospectionQuery());
    expect(body.errors).toBeUndefined();
    for (const field of ['_service { sdl }', '_entities(representations: []) { __typename }']) {
      expect((await gateway.post(`{ ${field} }`)).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it.each(['h2c', 'TLS/1.0, h2c'])('answers as if nothing were offered a client that offers to go over to %s', async (upgrade) => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade, 'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA' };
    const ask = async (path: string, method: string, body = ''): Promise<string> => {
      const asked = request(`${gateway.url}${path}`, { method, headers: { ...headers, 'content-type': 'application/json' } }).end(body);
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      return `${response.statusCode} ${await text(response)}`;
    };
    expect(await ask('/graphql', 'POST', '{"query":"{ total }"}')).toBe('200 {"data":{"total":0}}\n');
    expect(await ask('/health/live', 'GET')).toMatch(/^200 /);
  });

  it('has health and metrics', async () => {
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(200);
  });
});

describe('A subgraph that is down', () => {
  it('nulls its fields with SERVICE_UNAVAILABLE and leaves the rest', async () => {
    const lame = await startGateway({ subgraphs: createYard().subgraphs, sources: { counts: silent('counts') } });
    const { body } = await lame.post('{ event(id: "7") { title n: count } }');
    await lame.close();
    expect(body.data).toEqual({ event: { title: 'Event 7', n: null } });
    expect(body.errors).toEqual([
      expect.objectContaining({ path: ['event', 'n'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'counts' } }),
    ]);
  });
});

describe('Production', () => {
  it('neither introspects nor shows a landing page', async () => {
    const closed = await startGateway({ subgraphs: createYard().subgraphs, config: { INTROSPECTION: false } });
    const { body } = await closed.post('{ __schema { queryType { name } } }');
    const page = await fetch(`${closed.url}/graphql`, { headers: { accept: 'text/html' } });
    const suggestion = await closed.post('{ totl }');
    await closed.close();
    expect(body.data).toBeUndefined();
    expect(body.errors?.[0]?.message).toMatch('introspection has been disabled');
    expect(await page.text()).not.toMatch('Sandbox');
    expect(suggestion.body.errors?.[0]?.message).not.toMatch('total');
  });
});
