import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { noting } from './counting.ts';
import { rawSocket } from './raw-socket.ts';
import { runSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
/** What was asked of the events' subgraph. */
let asked: string[];
/** Tokens that are new are judged when this has resolved. */
let judged: Promise<void>;

beforeEach(async () => {
  yard = createYard();
  asked = [];
  judged = Promise.resolve();
  const { events } = runSmall(yard.subgraphs);
  gateway = await startGateway({
    subgraphs: yard.subgraphs,
    sources: { events: noting(events!, ({ query }) => void asked.push(query)) },
    before:
      (keys) =>
      async (...header) => {
        await judged;
        return keys(...header);
      },
  });
});
afterEach(() => gateway.close());

const PULSE = 'subscription { pulse(id: "7") { count } }';
const bearer = async (userId = 'ann') => ({ authorization: `Bearer ${(await gateway.session({ userId })).token}` });
const noneLeft = () => eventually(() => expect(yard.subscriptions().open).toBe(0));

describe('An operation’s id on a socket', () => {
  it('may be another’s as soon as it was completed, in one write', async () => {
    const { socket, say, subscribe, results, heard } = await rawSocket(gateway.url);
    subscribe('1', PULSE);
    await eventually(() => results('1').length === 1);
    const { _socket: wire } = socket as unknown as { _socket: { cork(): void; uncork(): void } };
    wire.cork();
    for (let round = 0; round < 20; round++) {
      say({ type: 'complete', id: '1' });
      subscribe('1', PULSE);
    }
    wire.uncork();
    await eventually(() => yard.subscriptions().total > 1 && yard.subscriptions().open === 1);
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => expect(results('1').at(-1)).toEqual({ data: { pulse: { count: 2 } } }));
    expect(heard.filter(({ type }) => type === 'complete' || type === 'error')).toEqual([]);
    say({ type: 'complete', id: '1' });
    await noneLeft();
  });

  it('is the second one’s when the first was completed while its token was being judged', async () => {
    const { say, heard, results } = await rawSocket(gateway.url);
    const judging = Promise.withResolvers<void>();
    judged = judging.promise;
    const payload = { query: PULSE, extensions: await bearer() };
    for (let round = 0; round < 3; round++) {
      say({ type: 'subscribe', id: '1', payload });
      say({ type: 'complete', id: '1' });
    }
    say({ type: 'subscribe', id: '1', payload });
    setTimeout(judging.resolve, 100);
    await eventually(() => results('1').length === 1);
    expect(yard.subscriptions()).toEqual({ total: 1, open: 1 });
    expect(heard.filter(({ type }) => type === 'complete' || type === 'error')).toEqual([]);
    say({ type: 'complete', id: '1' });
    await noneLeft();
  });

  it('is nobody’s when the socket has gone meanwhile', async () => {
    const { socket, say } = await rawSocket(gateway.url);
    const judging = Promise.withResolvers<void>();
    judged = judging.promise;
    say({ type: 'subscribe', id: '1', payload: { query: PULSE, extensions: await bearer() } });
    await eventually(async () => expect((await gateway.post('{ total }')).body.data).toEqual({ total: 0 }));
    socket.terminate();
    await eventually(async () => expect(await sockets()).toBe(0));
    judging.resolve();
    await eventually(async () => expect((await gateway.post('{ total }')).body.data).toEqual({ total: 0 }));
    expect(yard.subscriptions().total).toBe(0);
  });
});

const sockets = async (): Promise<number> =>
  Number(/^madang_live_sockets\{transport="websocket"\} (\d+)$/m.exec(await gateway.metrics())?.[1]);

describe('An operation that brings a token', () => {
  it('of another account is not executed', async () => {
    const { say, closes } = await rawSocket(gateway.url, { params: await bearer('ann') });
    say({ type: 'subscribe', id: 'm', payload: { query: 'mutation { publish(title: "x") }', extensions: await bearer('bob') } });
    await eventually(() => expect(closes).toEqual([{ code: 4403, reason: 'A connection belongs to one account.' }]));
    expect(asked).toEqual([]);
  });

  it('that is being judged when the gateway restarts is answered first', async () => {
    const { say, heard, closes } = await rawSocket(gateway.url, { params: await bearer('ann') });
    const judging = Promise.withResolvers<void>();
    judged = judging.promise;
    say({ type: 'subscribe', id: 'm', payload: { query: 'mutation { publish(title: "x") }', extensions: await bearer('ann') } });
    await eventually(async () => expect((await gateway.post('{ total }')).body.data).toEqual({ total: 0 }));
    const closed = gateway.gateway.close();
    setTimeout(judging.resolve, 200);
    await closed;
    await eventually(() => expect(closes).toEqual([{ code: 1001, reason: 'The gateway is restarting. Connect again.' }]));
    expect(heard.find(({ id }) => id === 'm')?.payload).toEqual({ data: { publish: 'x' } });
  });
});

describe('A client that does not answer the close', () => {
  it('has left all the same: nothing is asked in its name after its log-out, and its socket is cut off', async () => {
    const { token, sessionId } = await gateway.session();
    const { socket, subscribe, results } = await rawSocket(gateway.url, { params: { authorization: `Bearer ${token}` } });
    subscribe('p', 'subscription { mine { count event { title } } }');
    await eventually(() => results('p').length === 1);
    socket.pause();
    await gateway.revoke(sessionId);
    await noneLeft();
    await eventually(async () => expect(await sockets()).toBe(0), { within: 5_000 });
    socket.terminate();
  });
});
