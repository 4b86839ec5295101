import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Channel } from '#schema/enums.ts';
import { simulatedChannels } from '../channels/simulated.ts';
import { channelAdapterSuite } from './channel-adapter-suite.ts';

channelAdapterSuite('simulated', async () => ({ adapter: simulatedChannels(pino({ level: 'silent' })), dispose: async () => {} }));

it('the simulated mode logs, succeeds at once, expects views by channel, and measures the same', async () => {
  const lines: string[] = [];
  const channels = simulatedChannels(pino({}, { write: (line: string) => void lines.push(line) }));
  const { signal } = new AbortController();
  const views = await Promise.all(
    Channel.options.map(async (channel) => {
      const sending = { eventId: randomUUID(), channel, title: '행사', startsAt: new Date(), endsAt: new Date() };
      const { externalId, expectedViews, cost } = await channels.send(sending, channel, signal);
      expect(await channels.measure(sending, externalId, signal)).toEqual({ impressions: expectedViews, cost });
      expect(lines.some((line) => line.includes(sending.eventId) && line.includes(channel))).toBe(true);
      return [channel, expectedViews];
    }),
  );
  expect(Object.fromEntries(views)).toEqual({ URIDONGNE_TV: 5_000, GENIE_TV: 10_000, RINGO_BIZ: 3_000, SNS: 2_000 });
});
