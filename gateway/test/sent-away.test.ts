import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket } from './raw-socket.ts';
import { runSmall } from './small-graph.ts';
import { type StartOptions, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const FEED = 'subscription ($after: String) { entered(after: $after) { name } }';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const start = async (options: Partial<StartOptions> = {}) => {
  const yard = createYard();
  const gateway = await startGateway({ subgraphs: yard.subgraphs, ...options });
  cleanups.add(gateway.close);
  return { yard, gateway };
};

/** Follows the feed over a response; `text` is what came. */
const follow = (url: string, accept: string, headers: Record<string, string> = {}) => {
  const heard = { text: '', ended: false };
  const asking = request(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: { accept, 'content-type': 'application/json', ...headers },
  });
  asking.on('error', () => {}).end(JSON.stringify({ query: FEED }));
  asking.on('response', (response: IncomingMessage) => {
    response.setEncoding('utf8').on('data', (chunk: string) => (heard.text += chunk));
    response.on('close', () => {
      heard.ended = true;
    });
  });
  cleanups.add(() => void asking.destroy());
  return heard;
};

describe('A client whose feed has brought nothing yet is told where it began', () => {
  it('when the gateway stops: on a socket, in an event stream and in parts', async () => {
    const { yard, gateway } = await start();
    for (const name of ['a', 'b', 'c']) yard.enter(name);
    const socket = await rawSocket(gateway.url);
    socket.subscribe('feed', FEED);
    socket.subscribe('pulse', 'subscription { pulse(id: "7") { count } }');
    const stream = follow(gateway.url, 'text/event-stream');
    const parts = follow(gateway.url, 'multipart/mixed;subscriptionSpec=1.0');
    await eventually(() => yard.subscriptions().open === 4 && socket.results('pulse').length === 1);
    await gateway.post('{ total }');
    await gateway.gateway.close();
    await eventually(() => socket.closes.length === 1 && stream.ended && parts.ended);
    expect(socket.heard.at(-1)).toEqual({
      type: 'ping',
      payload: { reason: 'The gateway is restarting. Connect again.', after: { feed: '3' } },
    });
    expect(stream.text).toMatch(/: The gateway is restarting.*\nid: 3\n\n$/);
    expect(parts.text).toMatch(/"extensions":\{"code":"SERVICE_UNAVAILABLE","after":"3"\}/);
  });

  it('when the gateway stops, of each feed of a reserved stream', async () => {
    const { yard, gateway } = await start();
    for (const name of ['a', 'b', 'c']) yard.enter(name);
    const url = `${gateway.url}/graphql/stream`;
    const stream = await (await fetch(url, { method: 'PUT' })).text();
    const opened = await fetch(`${url}?token=${stream}`, { headers: { accept: 'text/event-stream' } });
    const headers = { 'content-type': 'application/json', 'x-graphql-event-stream-token': stream };
    const run = (operationId: string, query: string, variables = {}) =>
      fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables, extensions: { operationId } }) });
    await run('new', FEED);
    await run('old', FEED, { after: '1' });
    await run('pulse', 'subscription { pulse(id: "7") { count } }');
    await eventually(() => yard.subscriptions().open === 3);
    await gateway.post('{ total }');
    await gateway.gateway.close();
    expect(await opened.text()).toMatch(/: The gateway is restarting.*\nid: \{"new":"3","old":"3"\}\n\n$/);
  });

  it('when its session ends', async () => {
    const { yard, gateway } = await start();
    const { token, sessionId } = await gateway.session();
    yard.enter('a');
    const socket = await rawSocket(gateway.url, { params: { authorization: `Bearer ${token}` } });
    socket.subscribe('feed', FEED);
    socket.subscribe('left', FEED);
    const stream = follow(gateway.url, 'text/event-stream', { authorization: `Bearer ${token}` });
    await eventually(() => yard.subscriptions().open === 1 && stream.text !== '');
    yard.enter('b');
    await eventually(() => socket.results('feed').length === 1 && socket.results('left').length === 1 && stream.text.includes('"b"'));
    expect(stream.text).toContain('event: next\ndata: {"data":{"entered":{"name":"b"}}}\nid: 2\n\n');
    socket.say({ type: 'complete', id: 'left' });
    await gateway.revoke(sessionId);
    await eventually(() => socket.closes.length === 1 && stream.ended);
    expect(socket.heard.at(-1)).toMatchObject({ type: 'ping', payload: { after: { feed: '2' } } });
    expect(Object.keys(socket.heard.at(-1)!.payload.after)).toEqual(['feed']);
    expect(stream.text).toMatch(/"extensions":\{"code":"AUTH_002","after":"2"\}/);
  });
});

describe('An event stream of a feed', () => {
  it('is resumed by a browser’s `Last-Event-ID`: no gap, no repeat', async () => {
    const { yard, gateway } = await start();
    for (const name of ['a', 'b', 'c']) yard.enter(name);
    const stream = follow(gateway.url, 'text/event-stream', { 'last-event-id': '1' });
    await eventually(() => stream.text.includes('"c"'));
    expect([...stream.text.matchAll(/"name":"(\w)"\}\}\}\nid: (\d)\n\n/g)].map(([, name, id]) => [name, id])).toEqual([
      ['b', '2'],
      ['c', '3'],
    ]);
  });
});

describe('An event stream of a feed that is cut before its first item', () => {
  it('has said where the feed begins: a browser’s `EventSource` misses nothing', async () => {
    const { yard, gateway } = await start();
    for (const name of ['a', 'b']) yard.enter(name);
    const stream = follow(gateway.url, 'text/event-stream');
    await eventually(() => expect(stream.text).toBe(':\n\nid: 2\n\n'));
    yard.enter('c');
    await eventually(() => expect(stream.text).toMatch(/"name":"c"\}\}\}\nid: 3\n\n$/));
  });

  it('is resumed from a cursor in any script', async () => {
    const cursors: unknown[] = [];
    const yard = createYard();
    const { counts } = runSmall(yard.subgraphs);
    const { gateway } = await start({
      sources: {
        counts: {
          ...counts!,
          subscribe: (request) => {
            cursors.push(Object.values(request.variables ?? {})[0]);
            return counts!.subscribe(request);
          },
        },
      },
    });
    const leaving = new AbortController();
    await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(FEED)}`, {
      headers: { accept: 'text/event-stream', 'last-event-id': Buffer.from('마당 7').toString('latin1') },
      signal: leaving.signal,
    });
    leaving.abort();
    await eventually(() => expect(cursors).toEqual(['마당 7']));
  });
});

describe('A client that leaves while its token is being judged', () => {
  it('leaves nothing behind: its reserved stream’s reader', async () => {
    const judged = Promise.withResolvers<void>();
    let judging = 0;
    const { yard, gateway } = await start({
      before:
        (keys) =>
        async (...asked) => {
          judging++;
          if (judging > 1) await judged.promise;
          return keys(...asked);
        },
    });
    const bearer = async () => ({ authorization: `Bearer ${(await gateway.session({ userId: 'ann' })).token}` });
    const url = `${gateway.url}/graphql/stream`;
    const stream = await (await fetch(url, { method: 'PUT', headers: await bearer() })).text();
    const leaving = new AbortController();
    await fetch(`${url}?token=${stream}`, { headers: { accept: 'text/event-stream' }, signal: leaving.signal });
    const headers = { 'content-type': 'application/json', 'x-graphql-event-stream-token': stream, ...(await bearer()) };
    const run = fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: FEED, extensions: { operationId: 'f' } }) });
    await eventually(() => judging === 2);
    leaving.abort();
    await eventually(async () => expect(await gateway.metrics()).toMatch(/^madang_live_sockets\{.*\} 0$/m));
    judged.resolve();
    expect((await run).status).toBe(404);
    expect(yard.subscriptions().total).toBe(0);
    expect(await gateway.metrics()).toMatch(/^madang_live_subscriptions 0$/m);
  });

  it.each(['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'])('leaves nothing behind: %s', async (accept) => {
    const judged = Promise.withResolvers<void>();
    let judging = 0;
    const { yard, gateway } = await start({
      before: (keys) =>
        Object.assign(async (...asked: Parameters<typeof keys>) => {
          judging++;
          await judged.promise;
          return keys(...asked);
        }),
    });
    const asking = request(`${gateway.url}/graphql`, {
      method: 'POST',
      agent: false,
      headers: { accept, 'content-type': 'application/json', authorization: `Bearer ${(await gateway.session()).token}` },
    });
    asking.on('error', () => {}).end(JSON.stringify({ query: FEED }));
    await eventually(() => judging === 1);
    asking.destroy();
    await gateway.post('{ total }');
    judged.resolve();
    await eventually(() => yard.subscriptions().total === 1);
    await eventually(async () => {
      const metrics = await gateway.metrics();
      expect(metrics).toMatch(/^madang_live_subscriptions 0$/m);
      expect(metrics).toMatch(/^madang_live_sockets\{.*\} 0$/m);
      expect(yard.subscriptions().open).toBe(0);
    });
  });
});
