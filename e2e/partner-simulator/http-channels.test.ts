import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PARTNER_PACE } from '#subgraphs/distribution/channels/partner-client.ts';
import { partnerSignature } from '#subgraphs/distribution/channels/partner-signature.ts';
import { readConfig } from '#subgraphs/distribution/config.ts';
import { STANDARD_PACE } from '#subgraphs/distribution/sending-pace.ts';
import { channelAdapterSuite } from '#subgraphs/distribution/test/channel-adapter-suite.ts';
import { type PartnerSimulator, startPartnerSimulator } from './partner-simulator.ts';
import { channelsOf, SECRET } from './partnered-distribution.ts';

channelAdapterSuite('http', async () => {
  const partner = await startPartnerSimulator({ secret: SECRET });
  return { adapter: channelsOf(partner), dispose: partner.close };
});

describe('the pace of partners', () => {
  it('is 10 s an attempt and 3 retries, within the time that the sender gives it', () => {
    const { attemptMs, retries, backoff, longestWaitMs } = PARTNER_PACE;
    expect([attemptMs, retries]).toEqual([10_000, 3]);
    expect(attemptMs * (retries + 1) + Math.max(longestWaitMs * 1.25, backoff.capMs) * retries).toBeLessThan(STANDARD_PACE.timeoutMs);
    expect(STANDARD_PACE.timeoutMs).toBeLessThan(STANDARD_PACE.leaseMs);
  });
});

describe('the signature', () => {
  let partner: PartnerSimulator;
  beforeAll(async () => {
    partner = await startPartnerSimulator({ secret: SECRET });
  });
  afterAll(() => partner.close());

  it('of another secret, or an old one, is refused', async () => {
    const sending = { eventId: randomUUID(), channel: 'SNS' as const, title: 't', startsAt: new Date(), endsAt: new Date() };
    const { signal } = new AbortController();
    const strangers = channelsOf(partner, { secret: 'another-secret-of-at-least-32-chars' });
    await expect(strangers.send(sending, 'k', signal)).rejects.toThrow('unauthorised');
    const late = channelsOf(partner, { now: () => new Date(Date.now() - 600_000) });
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
