import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLog } from '#kit/log.ts';
import { Channel } from '#schema/enums.ts';
import { simulatedChannels } from '#subgraphs/distribution/channels/simulated.ts';
import { sampleEnvironment } from './sample-environment.ts';
import { factorOf, sampleEvents } from './sample-events.ts';
import { scaledChannels } from './scaled-channels.ts';

describe('the sample’s channels', () => {
  const channels = scaledChannels(simulatedChannels(createLog('silent', 'sample')), factorOf);
  const { signal } = new AbortController();
  const sendings = (title: string) =>
    Channel.options.map((channel) => ({ eventId: 'an-event', channel, title, startsAt: new Date(), endsAt: new Date() }));

  it.each([
    [0, [5_000, 10_000, 3_000, 2_000], 20_000, ['150000.00', '300000.00', '60000.00', '30000.00']],
    [1, [3_500, 7_000, 2_100, 1_400], 14_000, ['105000.00', '210000.00', '42000.00', '21000.00']],
    [2, [1_500, 3_000, 900, 600], 6_000, ['45000.00', '90000.00', '18000.00', '9000.00']],
  ])('promise event %i exactly %j views, %i in all, and measure the same', async (index, views, total, costs) => {
    const title = sampleEvents[index]?.title ?? '';
    const sent = await Promise.all(sendings(title).map((sending) => channels.send(sending, 'a-key', signal)));
    const measured = await Promise.all(sendings(title).map((sending) => channels.measure(sending, 'an-id', signal)));
    expect(sent.map(({ expectedViews }) => expectedViews)).toEqual(views);
    expect(views.reduce((sum, count) => sum + count)).toBe(total);
    expect(sent.map(({ cost }) => cost)).toEqual(costs);
    expect(measured).toEqual(sent.map(({ expectedViews, cost }) => ({ impressions: expectedViews, cost })));
  });
});

describe('the sample’s environment', () => {
  it('has topics, an embedded PostgreSQL and images of its own', () => {
    expect(sampleEnvironment({})).toMatchObject({
      TOPIC_PREFIX: 'sample.',
      DATA_DIR: path.join('.data', 'sample'),
      DATABASE_URL: undefined,
    });
    expect(sampleEnvironment({ DATA_DIR: '/srv/madang', TOPIC_PREFIX: 'mine.', PORT: '4100' })).toMatchObject({
      TOPIC_PREFIX: 'sample.',
      DATA_DIR: '/srv/madang/sample',
      PORT: '4100',
    });
  });

  it('takes SAMPLE_DATABASE_URL for its database, never DATABASE_URL', () => {
    const [real, own] = ['postgres://madang@db/madang', 'postgres://madang@db/sample'];
    expect(sampleEnvironment({ DATABASE_URL: real, SAMPLE_DATABASE_URL: own }).DATABASE_URL).toBe(own);
    expect(() => sampleEnvironment({ DATABASE_URL: real })).toThrow('SAMPLE_DATABASE_URL: is required');
    expect(() => sampleEnvironment({ DATABASE_URL: real, SAMPLE_DATABASE_URL: 'postgres://other@db:5432/madang' })).toThrow(
      'another database',
    );
  });
});
