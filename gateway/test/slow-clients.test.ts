import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { type RawSocket, rawSocket } from './raw-socket.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs, config: { CONNECTIONS_PER_ADDRESS: 2_000 } });
});
afterAll(() => gateway.close());

const MEGABYTE = 'x'.repeat(1024 * 1024);
const PULSE = 'subscription { publicPulse(id: "7") { count version } }';

type Pulse = { data: { publicPulse: { version: number } } };

/** A client that reads nothing from now on, and for whom so much was sent that the gateway must keep it. */
const stall = async (client: RawSocket): Promise<void> => {
  client.subscribe('flood', 'subscription { said { text } }');
  await eventually(() => yard.subscriptions().open >= 1);
  await saidReaches(client);
  client.socket.pause();
};

const saidReaches = async (client: RawSocket): Promise<void> =>
  eventually(() => {
    yard.say('here');
    expect(client.results('flood').length).toBeGreaterThan(0);
  });

const metric = async (name: string): Promise<number> => {
  const text = await gateway.metrics();
  return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
};

describe('A client that takes nothing', () => {
  it('is one among 1,000 and costs the others nothing: it keeps the latest state only, and gets that when it is back', async () => {
    const clients = await Promise.all(Array.from({ length: 1_000 }, () => rawSocket(gateway.url)));
    const [slow, ...others] = clients as [RawSocket, ...RawSocket[]];
    yard.setPulse({ count: 0, version: 1 });
    for (const client of clients) client.subscribe('pulse', PULSE);
    await eventually(() => clients.every((client) => client.results('pulse').length === 1));
    await stall(slow);
    for (let sent = 0; sent < 12; sent++) yard.say(MEGABYTE);
    await eventually(async () => expect(await metric('madang_live_drops_total{kind="stream"}')).toBe(1));
    const slowest: number[] = [];
    for (let count = 1; count <= 10; count++) {
      const begun = performance.now();
      yard.setPulse({ count, version: 1 + count });
      await eventually(() => others.every((client) => client.results('pulse').length === 1 + count));
      slowest.push(performance.now() - begun);
    }
    expect(slowest.toSorted((a, b) => a - b)[5]).toBeLessThan(500);
    expect(await metric('madang_live_drops_total{kind="live"}')).toBeGreaterThanOrEqual(8);
    slow.socket.resume();
    await eventually(() => expect(slow.results('pulse').at(-1)).toEqual({ data: { publicPulse: { count: 10, version: 11 } } }));
    expect(slow.results('pulse').length).toBeLessThan(4);
    expect(slow.heard.find(({ type, id }) => type === 'error' && id === 'flood')?.payload[0].extensions).toEqual({
      code: 'SERVICE_UNAVAILABLE',
      reason: 'TOO_SLOW',
    });
    for (const { socket } of clients) socket.terminate();
    await eventually(() => yard.subscriptions().open === 0);
  }, 60_000);

  it('has its feed closed, with the cursor to resume from: no gap, no repeat', async () => {
    const client = await rawSocket(gateway.url);
    const names = (): string[] =>
      client.results('feed').map((result) => (result as { data: { entered: { name: string } } }).data.entered.name.slice(0, 4));
    const FEED = 'subscription ($after: String) { entered(after: $after) { name } }';
    client.subscribe('feed', FEED);
    await eventually(() => yard.subscriptions().open === 1);
    yard.enter('0000');
    await eventually(() => names().length === 1);
    client.socket.pause();
    for (let entered = 1; entered <= 16; entered++) yard.enter(String(entered).padStart(4, '0') + MEGABYTE);
    await eventually(async () => expect(await metric('madang_live_drops_total{kind="feed"}')).toBe(1));
    client.socket.resume();
    const closed = await eventually(() => client.heard.find(({ type }) => type === 'error')!.payload[0].extensions);
    expect(closed).toMatchObject({ reason: 'TOO_SLOW', after: String(names().length) });
    client.subscribe('feed', FEED, { after: closed.after });
    await eventually(() => names().length === 17);
    expect(names()).toEqual(Array.from({ length: 17 }, (_, index) => String(index).padStart(4, '0')));
    client.socket.terminate();
  }, 60_000);

  it('has no more waiting for it with many live values than with one', async () => {
    const note = 'x'.repeat(300_000);
    yard.setPulse({ count: 1, version: 100, note });
    const connected = once(gateway.gateway.app.server, 'connection') as Promise<[Socket]>;
    const client = await rawSocket(gateway.url);
    const [socket] = await connected;
    const ids = Array.from({ length: 100 }, (_, n) => String(n));
    const haveAll = (version: number): boolean =>
      ids.every((id) => (client.results(id).at(-1) as Pulse | undefined)?.data.publicPulse.version === version);
    for (const id of ids) client.subscribe(id, 'subscription { publicPulse(id: "7") { version note } }');
    await eventually(() => haveAll(100));
    client.socket.pause();
    const dropped = async (): Promise<number> => (await metric('madang_live_drops_total{kind="live"}')) || 0;
    const before = await dropped();
    let version = 100;
    await eventually(async () => {
      yard.setPulse({ count: 1, version: ++version, note });
      return (await dropped()) > before;
    });
    let most = 0;
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (...args: unknown[]): boolean => {
      const went = write(...args);
      most = Math.max(most, socket.writableLength);
      return went;
    };
    client.socket.resume();
    await eventually(() => haveAll(version));
    expect(most).toBeLessThan(1024 * 1024);
    client.socket.terminate();
  });
});
