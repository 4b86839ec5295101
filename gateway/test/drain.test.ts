import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket } from './raw-socket.ts';
import { collect, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const PULSE = 'subscription { publicPulse(id: "7") { count } }';

describe('When the gateway stops', () => {
  it('is not ready first, then closes sockets with 1001 and a reason, spread over time, and takes no more', async () => {
    const yard = createYard();
    const gateway = await startGateway({ subgraphs: yard.subgraphs, config: { DRAIN_MS: 600 } });
    const sockets = await Promise.all(Array.from({ length: 100 }, () => rawSocket(gateway.url)));
    const closedAt: number[] = [];
    for (const { socket, subscribe } of sockets) {
      subscribe('pulse', PULSE);
      socket.on('close', () => closedAt.push(performance.now()));
    }
    await eventually(() => sockets.every(({ results }) => results('pulse').length === 1));
    const closing = gateway.close();
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect((await fetch(`${gateway.url}/health/serving`)).status).toBe(503);
    expect(closedAt.length).toBeLessThan(100);
    await expect(rawSocket(gateway.url)).rejects.toThrow('503');
    yard.setPulse({ count: 5, version: 100 });
    await closing;
    await eventually(() => closedAt.length === 100);
    expect(closedAt.at(-1)! - closedAt[0]!).toBeGreaterThan(200);
    expect(new Set(sockets.flatMap(({ closes }) => closes.map(({ code, reason }) => `${code} ${reason}`)))).toEqual(
      new Set(['1001 The gateway is restarting. Connect again.']),
    );
    expect(sockets.some(({ results }) => results('pulse').length === 2)).toBe(true);
    expect(yard.subscriptions().open).toBe(0);
  });

  it('answers what is under way, and does not wait for connections on which nothing was asked', async () => {
    const answer = Promise.withResolvers<string>();
    let asked = 0;
    const slow = () => {
      asked++;
      return answer.promise;
    };
    const gateway = await startGateway({ subgraphs: { slow: { sdl: 'type Query { slow: String }', resolvers: { Query: { slow } } } } });
    const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const [query, socket] = [gateway.post('{ slow }'), collect(gateway.socket().client, '{ slow }')];
    await eventually(() => asked === 2);
    const begun = performance.now();
    const closing = gateway.gateway.close();
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    answer.resolve('answered');
    expect((await query).body).toEqual({ data: { slow: 'answered' } });
    await closing;
    expect(performance.now() - begun).toBeLessThan(3_000);
    await eventually(() => silent.destroyed);
    await eventually(() => expect(socket.results).toEqual([{ data: { slow: 'answered' } }]));
    await gateway.close();
  });

  it('ends event streams without complete, so that clients come back, and parts with an error of the transport', async () => {
    const gateway = await startGateway({ subgraphs: createYard().subgraphs });
    const ask = async (accept: string) =>
      (
        await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept },
          body: JSON.stringify({ query: PULSE }),
        })
      ).text();
    const sse = ask('text/event-stream');
    const parts = ask('multipart/mixed;subscriptionSpec=1.0');
    const metrics = async (): Promise<string> => (await fetch(`${gateway.url}/metrics`)).text();
    await eventually(async () => expect(await metrics()).toMatch(/^madang_live_subscriptions 2$/m));
    expect(await metrics()).toMatch(/^madang_live_upstreams 1$/m);
    await gateway.close();
    expect(await sse).toMatch(/event: next[\s\S]*: The gateway is restarting/);
    expect(await sse).not.toContain('event: complete');
    expect(await parts).toMatch(/"payload":null,"errors":\[\{"message":"The gateway is restarting[\s\S]*--graphql--\r\n$/);
  });
});
