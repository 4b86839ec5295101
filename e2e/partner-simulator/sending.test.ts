import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { Channel } from '#schema/enums.ts';
import type { DistributionCompletedData } from '#schema/events/distribution.ts';
import { type Fault, simulatedPromises } from './partner-simulator.ts';
import { type PartneredDistribution, startPartneredDistribution } from './partnered-distribution.ts';

let madang: PartneredDistribution;
beforeAll(async () => {
  madang = await startPartneredDistribution();
});
afterEach(() => madang.recover());
afterAll(() => madang?.close());

describe('channels behind partners', () => {
  it('get a signed campaign with an idempotency key, and the expected views and the cost that the partner promises count', async () => {
    const eventId = await madang.publishEvent(Channel.options);
    await madang.becomes(eventId, 'DONE', 'DONE', 'DONE', 'DONE');
    const shown = madang.partner.campaignsOf(eventId).map(({ channel, title }) => `${channel} ${title}`);
    expect(shown.toSorted()).toEqual(Channel.options.map((channel) => `${channel} 봄맞이 행사`).toSorted());
    const keys = madang.seenOf(eventId).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(Channel.options.map((channel) => `${eventId}:${channel}`).toSorted());
    for (const { channel, expectedViews, cost } of await madang.published<DistributionCompletedData>('distribution.completed', eventId))
      expect({ expectedViews, cost }).toEqual(simulatedPromises[channel]);
  });

  it.each<[string, Fault]>([
    ['answers 500', { kind: 'status', status: 500 }],
    ['answers 429 with retry-after', { kind: 'status', status: 429, headers: { 'retry-after': '0.1' } }],
    ['takes too long', { kind: 'hang' }],
    ['takes too long after it has shown the event', { kind: 'hang after' }],
    ['loses the connection', { kind: 'drop' }],
    ['loses the connection after it has shown the event', { kind: 'drop after' }],
    ['answers something that is no JSON', { kind: 'garbage' }],
    ['answers figures that cannot be', { kind: 'nonsense' }],
  ])('are tried again when one %s, and show the event once', async (_, fault) => {
    madang.partner.fault('SNS', fault, 3);
    const eventId = await madang.publishEvent(['SNS']);
    const [row] = await madang.becomes(eventId, 'DONE');
    expect(row).toMatchObject({ attempts: 1, error: null });
    expect(madang.seenOf(eventId)).toHaveLength(4);
    expect(new Set(madang.seenOf(eventId).map(({ key }) => key)).size).toBe(1);
    expect(madang.partner.campaignsOf(eventId)).toHaveLength(1);
  });

  it('are FAILED after three retries, say why, and are tried again by the scheduler; the others go on', async () => {
    madang.partner.fault('GENIE_TV', { kind: 'status', status: 503 });
    const eventId = await madang.publishEvent(['GENIE_TV', 'RINGO_BIZ']);
    const [genie] = await madang.becomes(eventId, 'FAILED', 'DONE');
    expect(genie).toMatchObject({ attempts: 1, error: 'RemoteCallError: GENIE_TV: unavailable (status 503)', due_at: expect.any(String) });
    expect(madang.seenOf(eventId).filter(({ channel }) => channel === 'GENIE_TV')).toHaveLength(4);
    expect(await madang.published('distribution.completed', eventId)).toHaveLength(1);
    madang.partner.mend('GENIE_TV');
    await madang.due(eventId);
    expect((await madang.becomes(eventId, 'DONE', 'DONE'))[0]).toMatchObject({ attempts: 2 });
    expect(await madang.published('distribution.completed', eventId)).toHaveLength(2);
  });

  it.each([401, 422])('are not tried again at once when one refuses with %i', async (status) => {
    madang.partner.fault('SNS', { kind: 'status', status });
    const eventId = await madang.publishEvent(['SNS']);
    await madang.becomes(eventId, 'FAILED');
    expect(madang.seenOf(eventId)).toHaveLength(1);
  });

  it('are left alone while their circuit is open, each its own, and reached again when it closes; metrics show it', async () => {
    const open = async () => (await madang.metrics.getSingleMetricAsString('madang_channel_circuit_open')).match(/"(\w+)"} 1/)?.[1];
    madang.partner.fault('URIDONGNE_TV', { kind: 'status', status: 503 });
    for (let outages = 0; outages < 8; outages += 4) await madang.becomes(await madang.publishEvent(['URIDONGNE_TV']), 'FAILED');
    const eventId = await madang.publishEvent(['RINGO_BIZ', 'URIDONGNE_TV']);
    const [, row] = await madang.becomes(eventId, 'DONE', 'FAILED');
    expect(row?.error).toContain('the circuit is open');
    expect(await open()).toBe('URIDONGNE_TV');
    const probes = madang.seenOf(eventId).filter(({ channel }) => channel === 'URIDONGNE_TV');
    expect(probes.length).toBeLessThanOrEqual(1);
    madang.partner.mend('URIDONGNE_TV');
    await eventually(async () => {
      await madang.due(eventId);
      expect((await madang.rows(eventId))[1]?.status).toBe('DONE');
    });
    expect(await open()).toBeUndefined();
  });
});
