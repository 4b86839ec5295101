import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '#kit/metrics.ts';
import { type Audience, createAudience } from './audience.ts';
import { standardBounds } from './delivery.ts';
import { createLiveMetrics } from './live-metrics.ts';
import type { Outlet } from './outlet.ts';
import { createPayload, type Payload } from './payload.ts';

const audienceOf = (kind: 'live' | 'feed' | 'stream') =>
  createAudience({ kind, begin: undefined, bounds: standardBounds, metrics: createLiveMetrics(createMetrics()), onEmpty: () => {} });

const outlet = (sent: Payload[]): Outlet => ({
  waitingBytes: () => 0,
  send: (payload) => void sent.push(payload),
  whenDrained: (callback) => callback(),
  end: () => {},
});

const join = (audience: Audience, to: Outlet) => audience.join({ outlet: to, after: undefined, language: 'en', onGone: () => {} });

describe('An audience', () => {
  it.each(['live', 'feed', 'stream'] as const)('of a %s gets what was serialised once', async (kind) => {
    const audience = audienceOf(kind);
    const all = Array.from({ length: 1_000 }, (): Payload[] => []);
    for (const sent of all) join(audience, outlet(sent));
    let serialised = 0;
    const data = { toJSON: () => ({ count: ++serialised }) };
    const payload = createPayload({ data } as never, 1);
    await audience.give(payload);
    await audience.end();
    expect(serialised).toBe(1);
    expect(all.every((sent) => sent.length === 1 && sent[0] === payload)).toBe(true);
    expect(new Set(all.map(([sent]) => sent!.bytes)).size).toBe(1);
  });

  it('lets other work go on between, however many it is', async () => {
    const audience = audienceOf('live');
    const order: string[] = [];
    for (let member = 0; member < 2_000; member++) join(audience, { ...outlet([]), send: () => void order.push('sent') });
    const given = audience.give(createPayload({ data: {} }, 1));
    setImmediate(() => order.push('other work'));
    await given;
    await audience.end();
    expect(order.indexOf('other work')).toBeGreaterThan(0);
    expect(order.indexOf('other work')).toBeLessThan(1_000);
  });
});
