import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import type { Subgraph } from '#kit/subgraph.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { lostInterfaces } from './cases/lost-interfaces.ts';
import { rawSocket } from './raw-socket.ts';
import { LIVE } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

const fail = () => {
  throw new Error('relation "secret_table" does not exist');
};

let gateway: TestGateway;
beforeAll(async () => {
  const subgraphs = {
    near: {
      sdl: `${LIVE} type Query { fine: Int broken: String } type Subscription { told: Told refused: Told }
        type Told { broken: String thing: Thing } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { fine: () => 1, broken: fail },
        Subscription: {
          told: {
            subscribe: async function* () {
              yield { told: { thing: { id: 't' } } };
            },
          },
          refused: { subscribe: fail },
        },
        Told: { broken: fail },
      },
    },
    far: { sdl: 'type Thing @key(fields: "id") { id: ID! broken: String }', resolvers: { Thing: { broken: fail } } },
  };
  gateway = await startGateway({ subgraphs });
});
afterAll(() => gateway.close());

const headers = { 'content-type': 'application/json' };

it.each(['application/json', 'application/json; quick=no'])(
  "an operation that cannot be planned has the status of the server's failures: %s",
  async (type) => {
    const { url, close } = await startGateway({ subgraphs: lostInterfaces.subgraphs });
    const body = JSON.stringify({ query: '{ thing { note } }' });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body });
    expect([response.status, await response.json()]).toMatchObject([500, { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }]);
    await close();
  },
);

/** Everything that a client hears of one operation until its end, as text. */
const transports: Record<string, (query: string) => Promise<string>> = {
  'a socket': async (query) => {
    const socket = await rawSocket(gateway.url);
    socket.subscribe('a', query);
    await eventually(() => socket.heard.some(({ type }) => type === 'complete' || type === 'error'));
    socket.socket.close();
    return JSON.stringify(socket.heard);
  },
  'an event stream': async (query) => asked(query, 'text/event-stream'),
  'an answer in parts': async (query) => asked(query, 'multipart/mixed;subscriptionSpec=1.0,application/json'),
  'a reserved stream': async (query) => {
    const url = `${gateway.url}/graphql/stream`;
    const stream = await (await fetch(url, { method: 'PUT' })).text();
    const token = { 'x-graphql-event-stream-token': stream };
    const leaving = new AbortController();
    const opened = await fetch(url, { headers: { accept: 'text/event-stream', ...token }, signal: leaving.signal });
    const body = JSON.stringify({ query, extensions: { operationId: 'a' } });
    await fetch(url, { method: 'POST', headers: { ...headers, ...token }, body });
    let text = '';
    for await (const chunk of opened.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes('event: complete')) break;
    }
    leaving.abort();
    return text;
  },
};

const asked = async (query: string, accept: string): Promise<string> =>
  (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { ...headers, accept }, body: JSON.stringify({ query }) })).text();

describe.each(Object.entries(transports))('An unknown failure that %s tells of', (_transport, hear) => {
  it.each([
    ['of a query', '{ fine broken }', 1],
    ['of an event, in its own subgraph and another', 'subscription { told { broken thing { id broken } } }', 2],
    ['of a subscription that does not begin', 'subscription { refused { broken } }', 1],
  ])('is masked behind a trace id: %s', async (_what, query, failures) => {
    const text = await hear(query);
    expect(text).not.toContain('secret_table');
    expect(text.match(/"code":"INTERNAL_SERVER_ERROR"/g)).toHaveLength(failures);
    expect(text.match(/"traceId":"[0-9a-f]{32}"/g)).toHaveLength(failures);
  });
});

describe('What a subgraph says beside a known code', () => {
  const sent: Record<string, unknown> = {};
  let outspoken: TestGateway;
  beforeAll(async () => {
    const execute = async () => ({
      data: { fine: 1, told: null },
      errors: [new GraphQLError('No.', { path: ['told'], extensions: sent })],
    });
    const source: Subgraph = { name: 'near', execute, subscribe: fail, close: async () => {} };
    outspoken = await startGateway({ subgraphs: { near: { sdl: 'type Query { fine: Int told: Int }' } }, sources: { near: source } });
  });
  afterAll(() => outspoken.close());
  beforeEach(() => {
    for (const name of Object.keys(sent)) delete sent[name];
  });

  it.each([
    ['a status', { http: { status: 418 } }],
    ['a status that is none', { http: { status: 99_999 } }],
    ['a header', { http: { headers: new Map([['set-cookie', 'a=b']]) } }],
    ['its stack', { stack: 'STACK at /srv/app.js:1:1' }],
    ['stacks', { stacktrace: ['STACK'], exception: { stacktrace: ['STACK'] } }],
    ['what it was thrown for', { originalError: { message: 'STACK' } }],
    ['what its developers look at', { debug: { sql: 'STACK' } }],
  ])('neither changes the answer of HTTP nor tells how it came about: %s', async (_what, more) => {
    Object.assign(sent, { code: 'FORBIDDEN', ...more });
    const { status, headers, body } = await outspoken.post('{ fine told }');
    expect([status, headers.get('set-cookie')]).toEqual([200, null]);
    expect(body).toEqual({
      data: { fine: 1, told: null },
      errors: [{ message: 'No.', path: ['told'], extensions: { code: 'FORBIDDEN', service: 'near' } }],
    });
  });

  it('reaches the client when it is meant for it', async () => {
    Object.assign(sent, { code: 'BAD_USER_INPUT', field: 'input.name' });
    expect((await outspoken.post('{ fine told }')).body.errors?.[0]?.extensions).toEqual({ ...sent, service: 'near' });
  });
});
