import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket, UPGRADE } from './raw-socket.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  const config = { SOCKET_INIT_MS: 1_000, HEARTBEAT_MS: 1_000, OPERATIONS_PER_SOCKET: 3, CONNECTIONS_PER_ADDRESS: 12 };
  gateway = await startGateway({ subgraphs: yard.subgraphs, config });
});
afterAll(() => gateway.close());

const open = (options?: Parameters<typeof rawSocket>[1]) => rawSocket(gateway.url, options);
const SAID = 'subscription { said { text } }';

describe('A socket is closed with', () => {
  it.each([
    ['4400 for a message that is none', { init: true }, '{"type":"nonsense"}', 4400],
    ['4400 for what is no JSON', { init: true }, 'nonsense', 4400],
    ['4401 for an operation before connection_init', { init: false }, { type: 'subscribe', id: '1', payload: { query: SAID } }, 4401],
    ['4406 without the subprotocol', { init: false, protocol: '' }, null, 4406],
    ['4408 when connection_init does not come', { init: false }, null, 4408],
    ['4429 for a second connection_init', { init: true }, { type: 'connection_init' }, 4429],
    ['1009 for a message beyond a megabyte', { init: true }, { type: 'ping', payload: { x: 'x'.repeat(1024 * 1024) } }, 1009],
  ])('%s', async (_title, options, message, code) => {
    const socket = await open(options);
    if (message !== null) socket.say(message);
    await eventually(() => expect(socket.closes.map((close) => close.code)).toEqual([code]));
  });

  it('4409 for an id that is in use, but not for one that is free again', async () => {
    const socket = await open();
    socket.subscribe('a', '{ total }');
    await eventually(() => socket.heard.some(({ type }) => type === 'complete'));
    socket.subscribe('a', SAID);
    await eventually(() => yard.subscriptions().open === 1);
    socket.subscribe('a', SAID);
    await eventually(() => expect(socket.closes.map(({ code }) => code)).toEqual([4409]));
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('1013 when its address has too many', async () => {
    const sockets = await Promise.all(Array.from({ length: 12 }, () => open()));
    const beyond = await open({ init: false });
    await eventually(() =>
      expect(beyond.closes).toEqual([{ code: 1013, reason: 'Too many connections from this address. Close one first.' }]),
    );
    const stream = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: SAID }),
    });
    expect(stream.status).toBe(429);
    for (const { socket } of sockets) socket.close();
    await eventually(async () => expect(await gateway.metrics()).toMatch(/madang_live_sockets\{transport="websocket"\} 0/));
  });
});

describe('A client that does not answer the close', () => {
  let patient: TestGateway;
  beforeAll(async () => {
    patient = await startGateway({ subgraphs: yard.subgraphs, config: { HEARTBEAT_MS: 60_000, CONNECTIONS_PER_ADDRESS: 1 } });
  });
  afterAll(() => patient.close());

  it.each([
    ['an id that is in use', { type: 'subscribe', id: 'a', payload: { query: SAID } }],
    ['a message beyond a megabyte', { type: 'ping', payload: { x: 'x'.repeat(1024 * 1024) } }],
  ])('has what runs on its socket ended at once, and is cut off: %s', async (_what, message) => {
    const { socket, subscribe, say, closes } = await rawSocket(patient.url);
    subscribe('a', SAID);
    await eventually(() => yard.subscriptions().open === 1);
    socket.pause();
    say(message);
    await eventually(() => yard.subscriptions().open === 0);
    await eventually(async () => expect(await patient.metrics()).toMatch(/madang_live_sockets\{transport="websocket"\} 0/));
    socket.resume();
    await eventually(() => closes.length === 1);
  });

  it('is cut off when its address has too many', async () => {
    const { socket } = await rawSocket(patient.url);
    const refused = Array.from({ length: 3 }, () => connect(Number(new URL(patient.url).port), '127.0.0.1'));
    for (const client of refused) client.on('data', () => {}).write(UPGRADE);
    await eventually(() => refused.every(({ closed }) => closed));
    socket.close();
  });
});

describe('A socket', () => {
  it('answers pings, and is asked for signs of life itself; a dead peer is cut off', async () => {
    const socket = await open();
    socket.say({ type: 'ping', payload: { any: 'thing' } });
    await eventually(() => expect(socket.heard.at(-1)).toEqual({ type: 'pong', payload: { any: 'thing' } }));
    let pings = 0;
    socket.socket.on('ping', () => pings++);
    await eventually(() => pings >= 2);
    const dead = await open();
    dead.subscribe('a', SAID);
    await eventually(() => yard.subscriptions().open === 1);
    dead.socket.pause();
    await eventually(() => yard.subscriptions().open === 0);
    dead.socket.terminate();
    socket.socket.close();
  });

  it('is left more heartbeats the more its client has to take: a slow one that lives is not cut off', async () => {
    const [slow, other] = [await open(), await open()];
    slow.subscribe('a', SAID);
    await eventually(() => yard.subscriptions().open === 1);
    slow.socket.once('ping', () => {
      slow.socket.pause();
      yard.say('x'.repeat(1024 * 1024));
    });
    await eventually(() => slow.socket.isPaused);
    let pings = 0;
    other.socket.on('ping', () => pings++);
    await eventually(() => pings >= 4);
    slow.socket.resume();
    await eventually(() => slow.results('a').length === 1);
    let again = 0;
    slow.socket.on('ping', () => again++);
    await eventually(() => again >= 2);
    expect(slow.closes).toEqual([]);
    for (const { socket } of [slow, other]) socket.close();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('runs so many operations and no more', async () => {
    const socket = await open();
    for (const id of ['a', 'b', 'c', 'd']) socket.subscribe(id, SAID);
    await eventually(() => socket.heard.some(({ type, id }) => type === 'error' && id === 'd'));
    expect(socket.heard.find(({ type }) => type === 'error')?.payload[0].extensions).toMatchObject({ limit: 'operations', max: 3 });
    socket.say({ type: 'complete', id: 'a' });
    socket.subscribe('e', SAID);
    await eventually(() => {
      yard.say('x');
      return socket.results('e').length > 0;
    });
    const before = socket.results('a').length;
    yard.say('y');
    await eventually(() => JSON.stringify(socket.results('e').at(-1)).includes('"y"'));
    expect(socket.results('a')).toHaveLength(before);
    socket.socket.close();
  });
});
