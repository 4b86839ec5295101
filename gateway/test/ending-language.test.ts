import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { eventually } from '#kit/testing/eventually.ts';
import { endingMessages } from '#schema/errors.ts';
import { createDelivery } from '../live/delivery.ts';
import { createPayload } from '../live/payload.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

const EVENTS = 'text/event-stream';
const PARTS = 'multipart/mixed;subscriptionSpec=1.0';

describe('Why a stream ends or is refused, to whoever reads Korean', () => {
  let gateway: TestGateway;
  let yard: Yard;
  beforeAll(async () => {
    yard = createYard();
    gateway = await startGateway({ subgraphs: yard.subgraphs, config: { CONNECTIONS_PER_ADDRESS: 4 } });
  });
  afterAll(() => gateway.close());

  const open = async (accept: string, query: string, token = '') =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'ko-KR,ko;q=0.9',
        accept,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query }),
    });
  const PULSE = 'subscription { publicPulse(id: "7") { count } }';

  it('is told in Korean when the session has ended, and the code stays', async () => {
    for (const accept of [EVENTS, PARTS]) {
      const { token, sessionId } = await gateway.session();
      const said = (await open(accept, 'subscription { mine { seenBy } }', token)).text();
      await eventually(() => yard.subscriptions().open === 1);
      await gateway.revoke(sessionId);
      expect(await said).toMatch(/"message":"세션이 끝났습니다\. .*다시 로그인해 주세요\.".*"code":"AUTH_002"/);
      await eventually(() => yard.subscriptions().open === 0);
    }
  });

  it('is told in Korean that its address has too many connections, and that the gateway restarts', async () => {
    const reasons: string[] = [];
    const sockets = [1, 2].map(
      () => new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: { 'accept-language': 'ko' } }),
    );
    for (const socket of sockets) {
      socket.on('close', (_, reason) => reasons.push(String(reason)));
      await new Promise((resolve) => socket.once('open', resolve));
    }
    const streams = [await open(EVENTS, PULSE), await open(PARTS, PULSE)];
    const beyond = await open(EVENTS, PULSE);
    expect([beyond.status, await beyond.json()]).toEqual([429, { message: endingMessages.TOO_MANY.ko }]);
    const said = streams.map((stream) => stream.text());
    await gateway.close();
    for (const text of await Promise.all(said)) expect(text).toContain(endingMessages.RESTARTING.ko);
    await eventually(() => expect(reasons).toEqual([endingMessages.RESTARTING.ko, endingMessages.RESTARTING.ko]));
  });

  it.each([
    ['feed', endingMessages.FEED_TOO_SLOW.ko],
    ['stream', endingMessages.TOO_SLOW.ko],
  ] as const)('is told in Korean when a %s is taken too slowly', (kind, message) => {
    const ends: unknown[] = [];
    const outlet = { waitingBytes: () => 2, send: () => {}, whenDrained: () => {}, end: (errors: unknown) => ends.push(errors) };
    const rest = { from: undefined, onSent: () => {}, onDrop: () => {}, onClosed: () => {} };
    createDelivery({ kind, outlet, bounds: { liveBytes: 1, feedBytes: 1 }, language: 'ko', ...rest } as never).offer(
      createPayload({ data: {} }),
    );
    expect(ends).toEqual([[expect.objectContaining({ message, extensions: { code: 'SERVICE_UNAVAILABLE', reason: 'TOO_SLOW' } })]]);
  });

  it('fits into a WebSocket’s close', () => {
    for (const words of Object.values(endingMessages)) expect(Buffer.byteLength(words.en)).toBeLessThan(124);
    for (const words of Object.values(endingMessages)) expect(Buffer.byteLength(words.ko)).toBeLessThan(124);
  });
});
