import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { outboxEntry } from '#kit/outbox.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService, type TestService } from '#kit/testing/test-service.ts';
import { Channel } from '#schema/enums.ts';
import type { ChannelMeasuredData, DistributionCompletedData } from '#schema/events/distribution.ts';
import { EventCreated, EventEnded } from '#schema/events/event.ts';
import { httpChannels } from '#subgraphs/distribution/channels/http.ts';
import { PARTNER_PACE, type PartnerPace } from '#subgraphs/distribution/channels/partner-client.ts';
import { partnerSignature } from '#subgraphs/distribution/channels/partner-signature.ts';
import { readConfig } from '#subgraphs/distribution/config.ts';
import type { Context } from '#subgraphs/distribution/context.ts';
import { service } from '#subgraphs/distribution/main.ts';
import { measureChannels } from '#subgraphs/distribution/measure-channels.ts';
import { stopChannels } from '#subgraphs/distribution/stop-channels.ts';
import { type Fault, type PartnerSimulator, simulatedPromises, startPartnerSimulator } from './partner-simulator.ts';

const SECRET = 'a-secret-of-at-least-32-characters';
const pace: PartnerPace = {
  ...PARTNER_PACE,
  attemptMs: 250,
  backoff: { firstMs: 2, capMs: 8 },
  breaker: { failures: 8, halfOpenAfterMs: 200 },
};
const ALL = Channel.options;

let partner: PartnerSimulator;
let adapter: ReturnType<typeof httpChannels>;
let distribution: TestService<Context>;

beforeAll(async () => {
  partner = await startPartnerSimulator({ secret: SECRET });
  adapter = channels();
  distribution = await startTestService(service, { LOG_LEVEL: 'silent' }, { channels: adapter });
});
afterEach(async () => {
  ALL.forEach(partner.mend);
  const { signal } = new AbortController();
  for (const channel of ALL) await eventually(() => adapter.cancel({ eventId: randomUUID(), channel }, 'closes the circuit', signal));
});
afterAll(async () => {
  await distribution?.close();
  await partner?.close();
});

const channels = (secret = SECRET) =>
  httpChannels(
    Object.fromEntries(ALL.map((channel) => [channel, { url: partner.urlOf(channel), secret }])) as Parameters<typeof httpChannels>[0],
    { pace },
  );

const publishEvent = async (shownOn: readonly Channel[]): Promise<string> => {
  const eventId = randomUUID();
  const at = new Date().toISOString();
  const [startsAt, endsAt, createdAt] = [at, '2030-06-01T00:00:00.000Z', at];
  const about = {
    eventId,
    ownerId: randomUUID(),
    objective: 'SALES' as const,
    title: '봄맞이 행사',
    channels: [...shownOn],
    targetRoi: null,
  };
  const money = { estimatedCost: '100000.00', revenuePerParticipant: '3000.00' };
  await distribution.adapters.bus.publish([outboxEntry(EventCreated, { ...about, ...money, startsAt, endsAt, createdAt })]);
  return eventId;
};
const end = (eventId: string) =>
  distribution.adapters.bus.publish([
    outboxEntry(EventEnded, { eventId, ownerId: randomUUID(), endedAt: new Date().toISOString(), reason: 'OWNER' }),
  ]);

type Row = {
  channel: Channel;
  status: string;
  attempts: number;
  error: string | null;
  external_id: string | null;
  due_at: string | null;
  stop_due_at: string | null;
};
const rows = (eventId: string) =>
  distribution.context.database.sql<Row>('select * from channel_distributions where event_id = $1 order by channel', [eventId]);
const becomes = (eventId: string, ...statuses: string[]): Promise<Row[]> =>
  eventually(async () => {
    const found = await rows(eventId);
    expect(found.map(({ status }) => status)).toEqual(statuses);
    return found;
  });
const published = async <Data>(type: string, eventId: string): Promise<Data[]> =>
  (
    await distribution.context.database.sql<{ data: Data }>('select data from outbox where type = $1 and key = $2 order by id', [
      type,
      eventId,
    ])
  ).map(({ data }) => data);
const seenOf = (eventId: string) => partner.seen.filter(({ key }) => key.startsWith(eventId));
const due = (eventId: string) =>
  distribution.context.database.sql('update channel_distributions set due_at = now() where event_id = $1 and status = $2', [
    eventId,
    'FAILED',
  ]);

describe('channels behind partners', () => {
  it('get a signed campaign with an idempotency key, and what they promise counts', async () => {
    const eventId = await publishEvent(ALL);
    await becomes(eventId, 'DONE', 'DONE', 'DONE', 'DONE');
    expect(
      partner
        .campaignsOf(eventId)
        .map(({ channel, title }) => `${channel} ${title}`)
        .toSorted(),
    ).toEqual(ALL.map((channel) => `${channel} 봄맞이 행사`).toSorted());
    expect(
      seenOf(eventId)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(ALL.map((channel) => `${eventId}:${channel}`).toSorted());
    for (const { channel, expectedViews, cost } of await published<DistributionCompletedData>('distribution.completed', eventId))
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
    partner.fault('SNS', fault, 3);
    const eventId = await publishEvent(['SNS']);
    const [row] = await becomes(eventId, 'DONE');
    expect(row).toMatchObject({ attempts: 1, error: null });
    expect(seenOf(eventId)).toHaveLength(4);
    expect(new Set(seenOf(eventId).map(({ key }) => key)).size).toBe(1);
    expect(partner.campaignsOf(eventId)).toHaveLength(1);
  });

  it('are FAILED after three retries, say why, and are tried again by the schedule; the others go on', async () => {
    partner.fault('GENIE_TV', { kind: 'status', status: 503 });
    const eventId = await publishEvent(['GENIE_TV', 'RINGO_BIZ']);
    const [genie] = await becomes(eventId, 'FAILED', 'DONE');
    expect(genie).toMatchObject({ attempts: 1, error: 'RemoteCallError: GENIE_TV: unavailable (status 503)', due_at: expect.any(String) });
    expect(seenOf(eventId).filter(({ channel }) => channel === 'GENIE_TV')).toHaveLength(4);
    expect(await published('distribution.completed', eventId)).toHaveLength(1);
    partner.mend('GENIE_TV');
    await due(eventId);
    expect((await becomes(eventId, 'DONE', 'DONE'))[0]).toMatchObject({ attempts: 2 });
    expect(await published('distribution.completed', eventId)).toHaveLength(2);
  });

  it.each([401, 422])('are not tried again at once when one refuses with %i', async (status) => {
    partner.fault('SNS', { kind: 'status', status });
    const eventId = await publishEvent(['SNS']);
    await becomes(eventId, 'FAILED');
    expect(seenOf(eventId)).toHaveLength(1);
  });

  it('are left alone while their circuit is open, each its own, and reached again when it closes', async () => {
    partner.fault('URIDONGNE_TV', { kind: 'status', status: 503 });
    const failing = [await publishEvent(['URIDONGNE_TV']), await publishEvent(['URIDONGNE_TV'])];
    for (const eventId of failing) await becomes(eventId, 'FAILED');
    const eventId = await publishEvent(['RINGO_BIZ', 'URIDONGNE_TV']);
    const [, row] = await becomes(eventId, 'DONE', 'FAILED');
    expect(row?.error).toContain('the circuit is open');
    expect(seenOf(eventId)).toHaveLength(1);
    partner.mend('URIDONGNE_TV');
    await eventually(async () => {
      await due(eventId);
      expect((await rows(eventId))[1]?.status).toBe('DONE');
    });
  });

  it('tell their own figures, and one that does not is left for the next time', async () => {
    const eventId = await publishEvent(['GENIE_TV', 'SNS']);
    await becomes(eventId, 'DONE', 'DONE');
    partner.fault('SNS', { kind: 'status', status: 500 });
    const figures = async () =>
      (await published<ChannelMeasuredData>('channel.measured', eventId)).map(({ channel, impressions, cost }) => [
        channel,
        impressions,
        cost,
      ]);
    await measureChannels(distribution.context);
    expect(await figures()).toEqual([['GENIE_TV', 100, simulatedPromises.GENIE_TV.cost]]);
    partner.mend('SNS');
    await eventually(async () => {
      await measureChannels(distribution.context);
      expect(await figures()).toContainEqual(['SNS', 100, simulatedPromises.SNS.cost]);
    });
    expect(await figures()).toContainEqual(['GENIE_TV', 200, simulatedPromises.GENIE_TV.cost]);
  });

  const stopped = async (eventId: string): Promise<Channel[]> => {
    const { sql } = distribution.context.database;
    await sql('update channel_distributions set stop_due_at = now() where event_id = $1 and stop_due_at is not null', [eventId]);
    await stopChannels(distribution.context);
    return (await rows(eventId)).filter((row) => row.stop_due_at === null).map(({ channel }) => channel);
  };

  it('take an ended event off, until they have said so', async () => {
    const eventId = await publishEvent(['GENIE_TV', 'SNS']);
    await becomes(eventId, 'DONE', 'DONE');
    partner.fault('SNS', { kind: 'status', status: 500 });
    await end(eventId);
    await eventually(async () => expect((await rows(eventId))[1]?.stop_due_at).not.toBeNull());
    await eventually(async () => expect(await stopped(eventId)).toEqual(['GENIE_TV']));
    partner.mend('SNS');
    await eventually(async () => expect(await stopped(eventId)).toEqual(['GENIE_TV', 'SNS']));
    expect(partner.campaignsOf(eventId).map(({ cancelled }) => cancelled)).toEqual([true, true]);
  });

  it('never show an event whose attempt seemed lost when it ended', async () => {
    partner.fault('SNS', { kind: 'hang after' });
    const eventId = await publishEvent(['SNS']);
    await becomes(eventId, 'FAILED');
    partner.mend('SNS');
    await end(eventId);
    await becomes(eventId, 'CANCELLED');
    await eventually(async () => expect(await stopped(eventId)).toEqual(['SNS']));
    expect(partner.campaignsOf(eventId)).toMatchObject([{ cancelled: true }]);
  });
});

describe('the signature', () => {
  it('of another secret, or an old one, is refused', async () => {
    const sending = { eventId: randomUUID(), channel: 'SNS' as const, title: 't', startsAt: new Date(), endsAt: new Date() };
    const { signal } = new AbortController();
    await expect(channels('another-secret-of-at-least-32-chars').send(sending, 'k', signal)).rejects.toThrow('unauthorised');
    const late = httpChannels(
      Object.fromEntries(ALL.map((channel) => [channel, { url: partner.urlOf(channel), secret: SECRET }])) as Parameters<
        typeof httpChannels
      >[0],
      { pace, now: () => new Date(Date.now() - 600_000) },
    );
    await expect(late.send(sending, 'k', signal)).rejects.toThrow('unauthorised');
    expect(partner.campaignsOf(sending.eventId)).toEqual([]);
  });

  it('is the one of the documentation’s example', async () => {
    const eventId = '0198c0de-0000-7000-8000-000000000001';
    const signature = partnerSignature(SECRET, {
      timestamp: '1767225600',
      method: 'POST',
      path: '/madang/v1/campaigns/cancel',
      idempotencyKey: `${eventId}:SNS`,
      body: JSON.stringify({ eventId, channel: 'SNS' }),
    });
    expect(await readFile(new URL('../../docs/partner-api.md', import.meta.url), 'utf8')).toContain(`\n${signature}\n`);
  });
});

describe('the configuration', () => {
  it('keeps channels simulated by default, and wants every partner with http', () => {
    const environment = { NODE_ENV: 'test', DATA_DIR: process.env.TEST_DATA_DIR };
    expect(readConfig(environment).CHANNELS).toBe('simulated');
    expect(() => readConfig({ ...environment, CHANNELS: 'http', SNS_URL: 'https://partner.example' })).toThrow(
      /URIDONGNE_TV_URL: is required[\s\S]*SNS_SECRET: is required/,
    );
  });
});
