import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { NeverOpened } from './fault.ts';
import { createSubgraphSockets, type SubgraphSocketsOptions } from './subgraph-sockets.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const HEARTBEAT = { pingMs: 20, pongMs: 80 };

type Say = (payload: object) => void;

/** A subgraph that speaks graphql-transport-ws by hand, and answers pings only while `answers` says so. */
const startSubgraph = async (onSubscribe: (say: Say, refuse: Say) => void = () => {}) => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => 'graphql-transport-ws',
    perMessageDeflate: true,
  });
  const state = {
    answers: true,
    acknowledges: true,
    pings: 0,
    closes: [] as number[],
    requests: [] as IncomingMessage[],
    completed: 0,
    onPing: () => {},
  };
  server.on('connection', (socket: WebSocket, request) => {
    const say = (message: object): void => socket.send(JSON.stringify(message));
    state.requests.push(request);
    socket.on('close', (code) => state.closes.push(code));
    socket.on('message', (text) => {
      const { type, id } = JSON.parse(String(text));
      if (type === 'connection_init' && state.acknowledges) say({ type: 'connection_ack' });
      const saying =
        (type: string): Say =>
        (payload) =>
          say({ type, id, payload });
      if (type === 'subscribe') onSubscribe(saying('next'), saying('error'));
      if (type === 'complete') state.completed++;
      if (type !== 'ping') return;
      state.pings++;
      if (state.answers) say({ type: 'pong' });
      state.onPing();
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  cleanups.add(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { state, close, sockets: () => server.clients, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
};

/** Takes connections and says nothing on them. */
const serveSilence = async (): Promise<string> => {
  const server = createServer();
  cleanups.add(() => server.close());
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  cleanups.add(() => sockets.forEach((socket) => void socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

const subscribe = (url: string, options: Partial<SubgraphSocketsOptions> = {}, signal?: AbortSignal) => {
  const sockets = createSubgraphSockets({ name: 'counts', url, gatewaySecret: 'secret', ...options });
  cleanups.add(sockets.close);
  return sockets.subscribe({ query: 'subscription { said }', headers: {}, signal });
};

/** Waits for the first result; the end of the test ends that. */
const open = (results: AsyncIterator<unknown>): void => void results.next().catch(() => {});

describe('A subscription at a subgraph', () => {
  it.each([
    ['nothing', {}],
    ['an empty list of errors', { errors: [] }],
    ['a beginning with errors that are no list', { errors: 'broken', extensions: { begin: 'c1' } }],
    ['errors that are no list', { data: { said: '2' }, errors: 'broken' }],
    ['an error that is none', { data: { said: '2' }, errors: [null] }],
    ['a path that is none', { data: { said: null }, errors: [{ message: 'broken', path: 'said' }] }],
  ])('drops when an event is %s, so that it is begun again', async (_what, event) => {
    const first = { data: { said: '1' }, errors: [{ message: 'in part', path: ['said'] }] };
    const { url, state } = await startSubgraph((say) => [first, event, { data: { said: '3' } }].forEach(say));
    const results = subscribe(url);
    expect(await results.next()).toEqual({ done: false, value: first });
    await expect(results.next()).rejects.toThrow('The subgraph "counts" sent something else than a GraphQL result.');
    await eventually(() => expect(state.closes).toHaveLength(1));
  });

  it('drops when it is refused with an error whose path is none', async () => {
    const { url } = await startSubgraph((_say, refuse) => refuse([{ message: 'broken', path: 'said' }]));
    await expect(subscribe(url).next()).rejects.toThrow('The subgraph "counts" sent something else than a GraphQL result.');
  });

  it('may say first where a feed begins', async () => {
    const begin = { extensions: { begin: 'c1' } };
    const { url } = await startSubgraph((say) => say(begin));
    expect(await subscribe(url).next()).toEqual({ done: false, value: begin });
  });
});

describe('The socket to a subgraph', () => {
  it('is given up when the subgraph gives no sign of life', async () => {
    const { url, state } = await startSubgraph();
    const waiting = subscribe(url, { heartbeat: HEARTBEAT }).next();
    await eventually(() => state.pings >= 2);
    state.answers = false;
    await expect(waiting).rejects.toThrow('The socket to the subgraph "counts" closed (1006).');
  });

  it('outlives a gateway that is held up for longer than a sign of life may take', async () => {
    const { url, state } = await startSubgraph();
    open(subscribe(url, { heartbeat: HEARTBEAT }));
    state.onPing = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * HEARTBEAT.pongMs);
    await eventually(() => state.pings >= 3);
    expect(state.closes).toEqual([]);
  });

  it('takes whatever comes for a sign of life', async () => {
    let say: (payload: object) => void = () => {};
    const { url, state } = await startSubgraph((saying) => {
      say = saying;
    });
    const results = subscribe(url, { heartbeat: HEARTBEAT });
    state.answers = false;
    const talking = setInterval(() => say({ data: { said: 'x' } }), 10);
    cleanups.add(() => clearInterval(talking));
    const begun = performance.now();
    for await (const _ of results) if (performance.now() - begun > 3 * (HEARTBEAT.pingMs + HEARTBEAT.pongMs)) break;
    expect(state.requests).toHaveLength(1);
  });

  it('is given up when the subgraph does not acknowledge it, or does not open it', async () => {
    const { url, state } = await startSubgraph();
    state.acknowledges = false;
    await expect(subscribe(url, { openMs: 100 }).next()).rejects.toThrow('could not be opened (4504');
    await expect(subscribe(await serveSilence(), { openMs: 100 }).next()).rejects.toThrow(NeverOpened);
  });

  it('is not opened for a subscriber who left before', async () => {
    const { url, state } = await startSubgraph();
    expect(await subscribe(url, {}, AbortSignal.abort()).next()).toEqual({ done: true, value: undefined });
    open(subscribe(url));
    await eventually(() => state.requests.length > 0);
    expect(state.requests).toHaveLength(1);
  });

  it('may be left before it turns out that the subgraph is not there', async () => {
    const { url, close } = await startSubgraph();
    await close();
    const results = subscribe(url);
    const waiting = results.next();
    await results.return(undefined);
    expect(await waiting).toEqual({ done: true, value: undefined });
    await expect(subscribe(url).next()).rejects.toThrow('ECONNREFUSED');
  });

  it.each([1000, 1001])('that the subgraph closes with %i ends no subscription: its stream throws', async (code) => {
    const { url, state, sockets } = await startSubgraph((say) => say({ data: { said: 'x' } }));
    const results = subscribe(url);
    expect(await results.next()).toMatchObject({ value: { data: { said: 'x' } } });
    for (const socket of sockets()) socket.close(code);
    await expect(results.next()).rejects.toThrow(`The socket to the subgraph "counts" closed (${code})`);
    expect(state.requests).toHaveLength(1);
  });

  it('is not compressed', async () => {
    const { url, state } = await startSubgraph();
    open(subscribe(url));
    await eventually(() => state.requests.length === 1);
    expect(state.requests[0]!.headers['sec-websocket-extensions']).toBeUndefined();
  });

  it('keeps so much for a slow reader and no more: its stream throws behind that, and the subgraph need not go on', async () => {
    const { url, state } = await startSubgraph((say) => {
      for (let n = 1; n <= 100; n++) say({ data: { said: String(n).padStart(100, '0') } });
    });
    const results = subscribe(url, { waitingBytes: 2_000 });
    await eventually(() => state.completed === 1);
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const { data } of results) seen.push(Number(data!.said));
    };
    await expect(reading()).rejects.toThrow('The subgraph "counts" sends faster than is taken.');
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.length).toBeLessThan(25);
  });
});
