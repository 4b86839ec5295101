import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { SmallSubgraph } from './case.ts';
import { noting } from './counting.ts';
import { rawSocket } from './raw-socket.ts';
import { runSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const PULSE = 'subscription { pulse(id: "7") { count secret } }';

const withSecret = (counts: SmallSubgraph): SmallSubgraph => ({
  sdl: counts.sdl.replace('note: String', 'note: String secret: String @requiresScopes(scopes: [["admin"]])'),
  resolvers: { ...counts.resolvers, Pulse: { ...Object(counts.resolvers).Pulse, secret: () => 'secret' } },
});

const bearer = async (scope: string, userId = 'ann') => ({ authorization: `Bearer ${(await gateway.session({ userId, scope })).token}` });

describe('A fresh token with other rights', () => {
  it.each([
    ['fewer', 'low admin', 'low', 'secret'],
    ['more', 'low', 'low admin', null],
  ])('%s: closes the socket, so that what runs is planned anew', async (_what, before, after, seen) => {
    const yard = createYard();
    gateway = await startGateway({ subgraphs: { ...yard.subgraphs, counts: withSecret(yard.subgraphs.counts) } });
    const { say, subscribe, results, closes } = await rawSocket(gateway.url, { params: await bearer(before) });
    subscribe('p', PULSE);
    await eventually(() => results('p').length === 1);
    expect(results('p')[0]).toMatchObject({ data: { pulse: { secret: seen } } });
    say({ type: 'ping', payload: await bearer(after) });
    await eventually(() => expect(closes).toEqual([{ code: 4403, reason: 'The rights of the session have changed. Connect again.' }]));
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => expect(yard.subscriptions().open).toBe(0));
    expect(results('p')).toHaveLength(1);
  });

  it('with the same, in another order, leaves things as they are', async () => {
    const yard = createYard();
    gateway = await startGateway({ subgraphs: { ...yard.subgraphs, counts: withSecret(yard.subgraphs.counts) } });
    const { say, subscribe, results, heard, closes } = await rawSocket(gateway.url, { params: await bearer('low admin') });
    subscribe('p', PULSE);
    await eventually(() => results('p').length === 1);
    say({ type: 'ping', payload: await bearer('admin low') });
    await eventually(() => heard.some(({ type }) => type === 'pong'));
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => results('p').length === 2);
    expect(closes).toEqual([]);
  });
});

describe('A subscriber who was closed for being slow', () => {
  it('lends its name no more', async () => {
    const yard = createYard();
    const sessions: unknown[] = [];
    const { events } = runSmall(yard.subgraphs);
    const sessionOf = (authorization = ''): unknown => JSON.parse(atob(authorization.split('.')[1]!)).sid;
    gateway = await startGateway({
      subgraphs: yard.subgraphs,
      sources: { events: noting(events!, ({ headers }) => void sessions.push(sessionOf(headers.authorization))) },
    });
    const [short, long] = [
      await gateway.session({ userId: 'ann', expiresIn: '5m' }),
      await gateway.session({ userId: 'ann', expiresIn: '20m' }),
    ];
    const [quick, slow] = [
      await rawSocket(gateway.url, { params: { authorization: `Bearer ${short.token}` } }),
      await rawSocket(gateway.url, { params: { authorization: `Bearer ${long.token}` } }),
    ];
    for (const { subscribe } of [quick, slow]) subscribe('f', 'subscription { entered { name event { title } } }');
    await eventually(async () => expect(await subscriptions()).toBe(2));
    slow.socket.pause();
    let entered = 0;
    await eventually(async () => {
      yard.enter('x'.repeat(1_048_576));
      await eventually(() => quick.results('f').length === entered + 1);
      entered++;
      return (await subscriptions()) === 1;
    });
    expect(sessions.at(-1)).toBe(long.sessionId);
    yard.enter('after');
    await eventually(() => quick.results('f').length === entered + 1);
    expect(sessions.at(-1)).toBe(short.sessionId);
    slow.socket.terminate();
  });
});

const subscriptions = async (): Promise<number> => Number(/^madang_live_subscriptions (\d+)$/m.exec(await gateway.metrics())?.[1]);

describe('What anybody may see', () => {
  it('is told to everybody in the same words, whoever came first and with whatever token', async () => {
    const yard = createYard();
    const sdl = yard.subgraphs.counts.sdl.replace('note: String', 'note: String @authenticated');
    gateway = await startGateway({
      subgraphs: { ...yard.subgraphs, counts: { ...yard.subgraphs.counts, sdl } },
      before: () => () => Promise.reject(new Error('fetch failed')),
    });
    const { token } = await gateway.session();
    const leaving = new AbortController();
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('subscription { publicPulse(id: "7") { count note } }')}`;
    const first = async (headers: Record<string, string>): Promise<string> => {
      const { body } = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal });
      let heard = '';
      for await (const piece of body!.pipeThrough(new TextDecoderStream()).values({ preventCancel: true })) {
        heard += piece;
        if (heard.includes('data:')) break;
      }
      return heard;
    };
    const heard = [await first({ 'accept-language': 'ko', authorization: `Bearer ${token}` }), await first({ 'accept-language': 'en' })];
    leaving.abort();
    for (const text of heard) {
      expect(text).toContain('Log in and send the access token');
      expect(text).toContain('"code":"UNAUTHENTICATED"');
    }
  });
});
