import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { eventually } from '#kit/testing/eventually.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs });
});
afterAll(() => gateway.close());

const url = (): string => `${gateway.url}/graphql/stream`;
const bearer = (token: string): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});
const singleClient = (token = '') => createClient({ url: url(), singleConnection: true, retryAttempts: 0, headers: bearer(token) });

const reserve = async (token = ''): Promise<string> => (await fetch(url(), { method: 'PUT', headers: bearer(token) })).text();

const run = (stream: string, body: object, token = '') =>
  fetch(url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-graphql-event-stream-token': stream, ...bearer(token) },
    body: JSON.stringify(body),
  });

const open = async (stream: string) => {
  const leaving = new AbortController();
  const response = await fetch(`${url()}?token=${stream}`, { headers: { accept: 'text/event-stream' }, signal: leaving.signal });
  const heard = { text: '', status: response.status, leave: () => leaving.abort() };
  const consume = async (): Promise<void> => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) heard.text += chunk;
  };
  consume().catch(() => {});
  return heard;
};

describe('GraphQL over SSE, single connection', () => {
  it('carries queries and subscriptions of graphql-sse’s own client on one stream', async () => {
    yard.setPulse({ count: 1, version: 10 });
    const client = singleClient();
    const live = collect(client, 'subscription { pulse(id: "7") { count } }');
    const query = collect(client, '{ event(id: "1") { title } }');
    await eventually(() => live.results.length === 1 && query.done);
    expect(query.results).toEqual([{ data: { event: { title: 'Event 1' } } }]);
    yard.setPulse({ count: 2, version: 11 });
    await eventually(() => live.results.length === 2);
    live.stop();
    await eventually(() => yard.subscriptions().open === 0);
    client.dispose();
  });

  it('keeps what comes before the stream is opened', async () => {
    const stream = await reserve();
    expect((await run(stream, { query: '{ event(id: "1") { title } }', extensions: { operationId: 'a' } })).status).toBe(202);
    const heard = await open(stream);
    await eventually(() => heard.text.includes('event: complete\ndata: {"id":"a"}'));
    expect(heard.text).toContain('event: next\ndata: {"id":"a","payload":{"data":{"event":{"title":"Event 1"}}}}\n\n');
    heard.leave();
  });

  it('keeps no more than the bounds for a stream that is not opened yet: the latest state, and of a feed where to go on', async () => {
    const MEGABYTE = 'x'.repeat(1024 * 1024);
    const stream = await reserve();
    const begin = yard.entered();
    await run(stream, { query: 'subscription { publicPulse(id: "7") { version note } }', extensions: { operationId: 'pulse' } });
    await run(stream, { query: 'subscription { entered { name } }', extensions: { operationId: 'feed' } });
    await eventually(() => yard.subscriptions().open === 2);
    const events = async (): Promise<number> => Number(/^madang_live_events_total (\d+)$/m.exec(await gateway.metrics())?.[1]);
    for (let change = 1; change <= 5; change++) {
      const before = await events();
      yard.setPulse({ count: 1, version: 1_000 + change, note: MEGABYTE });
      await eventually(async () => (await events()) > before);
    }
    for (let entered = 1; entered <= 4; entered++) yard.enter(MEGABYTE);
    await eventually(() => yard.subscriptions().open === 1);
    const heard = await open(stream);
    await eventually(() => heard.text.includes('"version":1005'));
    expect(heard.text.split('"version"').length).toBeLessThan(6);
    const taken = heard.text.split('"name"').length - 1;
    expect(taken).toBeLessThan(4);
    expect(heard.text).toContain(`"reason":"TOO_SLOW","after":"${begin + taken}"`);
    heard.leave();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('refuses streams that are not there, a second reader, operations without or with a used id', async () => {
    expect((await open('nowhere')).status).toBe(404);
    expect((await run('nowhere', {})).status).toBe(404);
    const stream = await reserve();
    const heard = await open(stream);
    expect((await open(stream)).status).toBe(409);
    const query = 'subscription { said { text } }';
    expect((await run(stream, { query })).status).toBe(400);
    expect((await run(stream, { query, extensions: { operationId: 'a' } })).status).toBe(202);
    expect((await run(stream, { query, extensions: { operationId: 'a' } })).status).toBe(409);
    await eventually(() => yard.subscriptions().open === 1);
    const gone = await fetch(`${url()}?operationId=a`, { method: 'DELETE', headers: { 'x-graphql-event-stream-token': stream } });
    expect(gone.status).toBe(200);
    await eventually(() => yard.subscriptions().open === 0);
    heard.leave();
  });

  it('refuses a body beyond 1 MB by the limit’s name, and one that is no JSON with a code', async () => {
    const stream = await reserve();
    const tooLarge = await run(stream, { query: `{ total } #${'x'.repeat(1024 * 1024)}`, extensions: { operationId: 'a' } });
    expect(tooLarge.status).toBe(413);
    expect(await tooLarge.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST', limit: 'body', max: 1024 * 1024 } }] });
    const headers = { 'content-type': 'application/json', 'x-graphql-event-stream-token': stream };
    expect(await (await fetch(url(), { method: 'POST', headers, body: '{' })).json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it('lets nobody act in another’s name by a stream’s token', async () => {
    const [ann, bob] = [await gateway.session(), await gateway.session()];
    const stream = await reserve(ann.token);
    const asked = { query: '{ whoAmI }', extensions: { operationId: 'a' } };
    expect((await run(stream, asked)).status).toBe(403);
    expect((await run(stream, asked, bob.token)).status).toBe(403);
    expect((await run(stream, asked, ann.token)).status).toBe(202);
    const anonymous = await reserve();
    expect((await run(anonymous, asked, bob.token)).status).toBe(403);
  });

  it('ends with its session', async () => {
    const ann = await gateway.session();
    const client = singleClient(ann.token);
    const live = collect(client, 'subscription { mine { seenBy } }');
    await eventually(() => live.results.length === 1);
    await gateway.revoke(ann.sessionId);
    await eventually(() => live.done || live.failure !== undefined, { within: 1_500 });
    expect(live.results.at(-1)).toEqual({ errors: [expect.objectContaining({ extensions: { code: 'AUTH_002' } })] });
    await eventually(() => yard.subscriptions().open === 0);
    client.dispose();
  });

  it('takes no further operation while too much waits for its client, and goes on when that is taken', async () => {
    const stream = await reserve();
    const reader = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    reader.pause().write(`GET /graphql/stream?token=${stream} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n`);
    let ids = 0;
    const ask = async (): Promise<number> => {
      const variables = { id: 'x'.repeat(500_000) };
      const query = 'query ($id: ID!) { event(id: $id) { title } }';
      return (await run(stream, { query, variables, extensions: { operationId: String(++ids) } })).status;
    };
    await eventually(async () => (await ask()) === 429);
    reader.resume();
    await eventually(async () => (await ask()) === 202);
    reader.destroy();
  });
});
