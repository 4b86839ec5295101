import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { SmallSubgraph } from './case.ts';
import { rawSocket, UPGRADE } from './raw-socket.ts';
import { collect, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const PULSE = 'subscription { publicPulse(id: "7") { count } }';

const COME_BACK = ':\n\n: The gateway is restarting. Connect again.\n\n';

const post = (url: string, query: string, accept = 'text/event-stream') =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });

/** A client's connection that it asks one question after the other on, without waiting for the answers. */
const keptConnection = async (url: string) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setNoDelay();
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  const ask = (query: string): void => {
    const body = JSON.stringify({ query });
    socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  };
  return { ask, heard: () => text, ended: once(socket, 'end') };
};

/** Resolves when new connections are refused. */
const refusal = (url: string) =>
  eventually(async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const refused = await once(socket, 'connect').then(
      () => false,
      () => true,
    );
    socket.destroy();
    return refused;
  });

/** A gateway whose `slow` takes until `answer`, and whose `quick` counts; beside other subgraphs. */
const startSlow = async (others: Record<string, SmallSubgraph> = {}) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const asked = { slow: 0, quick: 0 };
  const slow = (): Promise<string> => {
    asked.slow++;
    return promise;
  };
  const quick = (): string => `quick ${++asked.quick}`;
  const sdl = 'type Query { slow: String quick: String }';
  const gateway = await startGateway({ subgraphs: { ...others, slow: { sdl, resolvers: { Query: { slow, quick } } } } });
  return { gateway, asked, answer: (): void => resolve('answered') };
};

describe('When the gateway stops', () => {
  it('is not ready first, then closes sockets with 1001 and a reason, spread over time, and takes no more', async () => {
    const yard = createYard();
    const gateway = await startGateway({ subgraphs: yard.subgraphs, config: { DRAIN_MS: 3_000 } });
    const sockets = await Promise.all(Array.from({ length: 300 }, () => rawSocket(gateway.url)));
    const closedAt: number[] = [];
    for (const { socket, subscribe } of sockets) {
      subscribe('pulse', PULSE);
      socket.on('close', () => closedAt.push(performance.now()));
    }
    await eventually(() => sockets.every(({ results }) => results('pulse').length === 1));
    const closing = gateway.close();
    yard.setPulse({ count: 5, version: 100 });
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect((await fetch(`${gateway.url}/health/serving`)).status).toBe(503);
    expect(closedAt.length).toBeLessThan(300);
    await expect(rawSocket(gateway.url)).rejects.toThrow('503');
    await closing;
    await eventually(() => closedAt.length === 300);
    expect(closedAt.at(-1)! - closedAt[0]!).toBeGreaterThan(200);
    expect(new Set(sockets.flatMap(({ closes }) => closes.map(({ code, reason }) => `${code} ${reason}`)))).toEqual(
      new Set(['1001 The gateway is restarting. Connect again.']),
    );
    expect(sockets.some(({ results }) => results('pulse').length === 2)).toBe(true);
    expect(yard.subscriptions().open).toBe(0);
  });

  it('answers what is under way, lets a new event stream come back elsewhere, and does not wait for connections on which nothing was asked', async () => {
    const { gateway, asked, answer } = await startSlow(createYard().subgraphs);
    const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const [query, socket] = [gateway.post('{ slow }'), collect(gateway.socket().client, '{ slow }')];
    await eventually(() => asked.slow === 2);
    const begun = performance.now();
    const closing = gateway.gateway.close();
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    const stream = await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query: '{ slow }' })}`, {
      headers: { accept: 'text/event-stream' },
    });
    const subscription = await post(gateway.url, PULSE);
    for (const each of [stream, subscription]) expect([each.status, await each.text()]).toEqual([200, COME_BACK]);
    expect((await post(gateway.url, '{ slow }')).status).toBe(503);
    expect(asked.slow).toBe(2);
    answer();
    expect((await query).body).toEqual({ data: { slow: 'answered' } });
    await closing;
    expect(performance.now() - begun).toBeLessThan(3_000);
    await eventually(() => silent.destroyed);
    await eventually(() => expect(socket.results).toEqual([{ data: { slow: 'answered' } }]));
    await gateway.close();
  });

  it('answers what comes on connections that clients keep, behind a question under way too, and lets them go with it', async () => {
    const { gateway, asked, answer } = await startSlow();
    const [waiting, idle] = [await keptConnection(gateway.url), await keptConnection(gateway.url)];
    for (const { ask, heard } of [waiting, idle]) {
      ask('{ quick }');
      await eventually(() => expect(heard()).toMatch(/keep-alive[\s\S]*quick/));
    }
    waiting.ask('{ slow }');
    await eventually(() => asked.slow === 1);
    const alone = await keptConnection(gateway.url);
    alone.ask('{ again: slow }');
    await eventually(() => asked.slow === 2);
    const closing = gateway.gateway.close();
    idle.ask('{ quick }');
    await eventually(() => expect(idle.heard()).toMatch(/keep-alive[\s\S]*close[\s\S]*quick/));
    await idle.ended;
    await refusal(gateway.url);
    waiting.ask('{ quick }');
    await eventually(() => asked.quick === 4);
    answer();
    await Promise.all([waiting.ended, alone.ended]);
    expect(alone.heard()).toMatch(/200 OK[\s\S]*connection: close[\s\S]*"answered"/i);
    expect(waiting.heard()).toMatch(/200 OK[\s\S]*"quick 1"[\s\S]*200 OK[\s\S]*"answered"[\s\S]*200 OK[\s\S]*close[\s\S]*"quick 4"/);
    await closing;
    await gateway.close();
  });

  it('goes on when clients reset the upgrade that it refuses: what is under way is answered', async () => {
    const { gateway, asked, answer } = await startSlow();
    const refused: Duplex[] = [];
    gateway.gateway.app.server.on('upgrade', (_request, stream) => refused.push(stream));
    const socket = await rawSocket(gateway.url);
    socket.subscribe('slow', '{ slow }');
    await eventually(() => asked.slow === 1);
    refused.length = 0;
    const closing = gateway.gateway.close();
    for (let reset = 0; reset < 5; reset++) {
      const client = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      client.write(UPGRADE);
      await once(client, 'data');
      client.resetAndDestroy();
    }
    await eventually(() => refused.length === 5 && refused.every(({ destroyed }) => destroyed));
    answer();
    await closing;
    await eventually(() => expect(socket.results('slow')).toEqual([{ data: { slow: 'answered' } }]));
    await gateway.close();
  });

  it('ends event streams without complete, so that clients come back, and parts with an error of the transport', async () => {
    const gateway = await startGateway({ subgraphs: createYard().subgraphs });
    const ask = async (accept: string) => (await post(gateway.url, PULSE, accept)).text();
    const sse = ask('text/event-stream');
    const parts = ask('multipart/mixed;subscriptionSpec=1.0');
    const { metrics } = gateway;
    await eventually(async () => expect(await metrics()).toMatch(/^madang_live_subscriptions 2$/m));
    expect(await metrics()).toMatch(/^madang_live_upstreams 1$/m);
    await gateway.close();
    expect(await sse).toMatch(/event: next[\s\S]*: The gateway is restarting/);
    expect(await sse).not.toContain('event: complete');
    expect(await parts).toMatch(/"payload":null,"errors":\[\{"message":"The gateway is restarting[\s\S]*--graphql--\r\n$/);
  });
});
