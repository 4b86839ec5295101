import { type IncomingMessage, request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

const MEGABYTE = 'x'.repeat(1024 * 1024);
const WITHIN = { within: 20_000 };
const TRANSPORTS = ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'];

let gateway: TestGateway;
let yard: Yard;
let version = 1;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs });
});
afterAll(() => gateway.close());
const cleanups = createCleanupStack();
afterEach(async () => {
  await cleanups.run();
  await eventually(() => yard.subscriptions().open === 0);
});

/** A response of which nothing is read until `read`, which gives its text so far. */
const open = async ({ url }: TestGateway, accept: string, query: string) => {
  const asking = request(`${url}/graphql`, { method: 'POST', headers: { accept, 'content-type': 'application/json' } });
  asking.end(JSON.stringify({ query })).on('error', () => {});
  const response = await new Promise<IncomingMessage>((resolve) => asking.once('response', resolve));
  cleanups.add(() => void asking.destroy());
  let text = '';
  const read = (): string => {
    if (response.listenerCount('data') === 0) response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    return text;
  };
  return read;
};

const metric = async ({ url }: TestGateway, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? 0,
  );
};

describe.each(TRANSPORTS)('A client that takes nothing of %s', (accept) => {
  it('keeps the latest state only, and gets that when it is back', async () => {
    const read = await open(gateway, accept, 'subscription { publicPulse(id: "7") { version note } }');
    await eventually(() => yard.subscriptions().open === 1);
    const before = await metric(gateway, 'madang_live_drops_total{kind="live"}');
    for (let change = 1; change <= 30; change++) {
      const received = await metric(gateway, 'madang_live_events_total');
      yard.setPulse({ count: change, version: ++version, note: MEGABYTE });
      await eventually(async () => (await metric(gateway, 'madang_live_events_total')) > received);
    }
    expect(await metric(gateway, 'madang_live_drops_total{kind="live"}')).toBeGreaterThan(before + 5);
    await eventually(() => read().includes(`"version":${version}`));
    expect(read().split('"version"').length).toBeLessThan(25);
  }, 30_000);

  it('has its feed closed beyond its bound, with the cursor to resume from', async () => {
    const read = await open(gateway, accept, 'subscription { entered { name } }');
    await eventually(() => yard.subscriptions().open === 1);
    const begin = yard.entered();
    for (let entered = 1; entered <= 20; entered++) yard.enter(MEGABYTE);
    await eventually(() => yard.subscriptions().open === 0, { within: 20_000 });
    await eventually(() => read().includes('TOO_SLOW'));
    const taken = read().split('"name"').length - 1;
    expect(taken).toBeLessThan(20);
    expect(read()).toContain(`"reason":"TOO_SLOW","after":"${begin + taken}"`);
  }, 30_000);

  it('is cut off when it shows no sign of life between two heartbeats', async () => {
    const impatient = await startGateway({ subgraphs: yard.subgraphs, config: { HEARTBEAT_MS: 200 } });
    cleanups.add(impatient.close);
    await open(impatient, accept, 'subscription { publicPulse(id: "7") { version note } }');
    await eventually(() => yard.subscriptions().open === 1);
    await eventually(
      () => {
        yard.setPulse({ count: 1, version: ++version, note: MEGABYTE });
        return yard.subscriptions().open === 0;
      },
      { within: 40_000 },
    );
  }, 60_000);

  it('is left more heartbeats the more it has to take: a slow one that lives is not cut off', async () => {
    const patient = await startGateway({ subgraphs: yard.subgraphs, config: { HEARTBEAT_MS: 3_000 } });
    cleanups.add(patient.close);
    const read = await open(patient, accept, 'subscription { publicPulse(id: "7") { version note } }');
    await eventually(async () => {
      yard.setPulse({ count: 1, version: ++version, note: MEGABYTE });
      return (await metric(patient, 'madang_live_drops_total{kind="live"}')) > 0;
    });
    const begun = performance.now();
    await eventually(() => performance.now() - begun > 7_000, WITHIN);
    await eventually(() => read().includes(`"version":${version}`), WITHIN);
  }, 60_000);

  it('does not keep the gateway from stopping', async () => {
    const stopping = await startGateway({ subgraphs: yard.subgraphs });
    await open(stopping, accept, 'subscription { publicPulse(id: "7") { version note } }');
    await eventually(() => yard.subscriptions().open === 1);
    await eventually(async () => {
      yard.setPulse({ count: 1, version: ++version, note: MEGABYTE });
      return (await metric(stopping, 'madang_live_drops_total{kind="live"}')) > 0;
    });
    const begun = performance.now();
    await stopping.close();
    expect(performance.now() - begun).toBeLessThan(5_000);
  }, 30_000);
});
