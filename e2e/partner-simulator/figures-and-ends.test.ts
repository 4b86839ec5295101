import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { Channel } from '#schema/enums.ts';
import type { ChannelMeasuredData } from '#schema/events/distribution.ts';
import { measureChannels } from '#subgraphs/distribution/measure-channels.ts';
import { stopChannels } from '#subgraphs/distribution/stop-channels.ts';
import { simulatedPromises } from './partner-simulator.ts';
import { type PartneredDistribution, startPartneredDistribution } from './partnered-distribution.ts';

let madang: PartneredDistribution;
beforeAll(async () => {
  madang = await startPartneredDistribution();
});
afterEach(() => madang.recover());
afterAll(() => madang?.close());

const figuresOf = async (eventId: string) =>
  (await madang.published<ChannelMeasuredData>('channel.measured', eventId)).map(({ channel, impressions, cost }) => [
    channel,
    impressions,
    cost,
  ]);

describe('partners', () => {
  it('tell their own figures, and one that does not is left for the next time', async () => {
    const eventId = await madang.publishEvent(['GENIE_TV', 'SNS']);
    await madang.becomes(eventId, 'DONE', 'DONE');
    madang.partner.fault('SNS', { kind: 'status', status: 500 });
    const figures = () => figuresOf(eventId);
    await measureChannels(madang.context);
    expect(await figures()).toEqual([['GENIE_TV', 100, simulatedPromises.GENIE_TV.cost]]);
    madang.partner.mend('SNS');
    await eventually(async () => {
      await measureChannels(madang.context);
      expect(await figures()).toContainEqual(['SNS', 100, simulatedPromises.SNS.cost]);
    });
    expect(await figures()).toContainEqual(['GENIE_TV', 200, simulatedPromises.GENIE_TV.cost]);
  });

  it('are asked for their figures again when one takes too long, within the time of an attempt', async () => {
    const eventId = await madang.publishEvent(['RINGO_BIZ']);
    await madang.becomes(eventId, 'DONE');
    madang.partner.fault('RINGO_BIZ', { kind: 'hang' }, 1);
    await measureChannels({ ...madang.context, pace: { ...madang.context.pace, timeoutMs: 200 } });
    expect(await figuresOf(eventId)).toEqual([]);
    madang.partner.fault('RINGO_BIZ', { kind: 'hang' }, 1);
    await measureChannels(madang.context);
    expect(await figuresOf(eventId)).toEqual([['RINGO_BIZ', 100, simulatedPromises.RINGO_BIZ.cost]]);
  });

  /** The channels that need no cancelling any more, after one more round of it. */
  const stopped = async (eventId: string): Promise<Channel[]> => {
    const { sql } = madang.context.database;
    await sql('update channel_distributions set stop_due_at = now() where event_id = $1 and stop_due_at is not null', [eventId]);
    await stopChannels(madang.context);
    return (await madang.rows(eventId)).filter((row) => row.stop_due_at === null).map(({ channel }) => channel);
  };

  it('take an event off when it ends, and are asked until they have', async () => {
    const eventId = await madang.publishEvent(['GENIE_TV', 'SNS']);
    await madang.becomes(eventId, 'DONE', 'DONE');
    madang.partner.fault('SNS', { kind: 'status', status: 500 });
    await madang.end(eventId);
    await eventually(async () => expect((await madang.rows(eventId))[1]?.stop_due_at).not.toBeNull());
    await eventually(async () => expect(await stopped(eventId)).toEqual(['GENIE_TV']));
    madang.partner.mend('SNS');
    await eventually(async () => expect(await stopped(eventId)).toEqual(['GENIE_TV', 'SNS']));
    expect(madang.partner.campaignsOf(eventId).map(({ cancelled }) => cancelled)).toEqual([true, true]);
  });

  it('never show an event whose attempt seemed lost when it ended', async () => {
    madang.partner.fault('SNS', { kind: 'hang after' });
    const eventId = await madang.publishEvent(['SNS']);
    await madang.becomes(eventId, 'FAILED');
    madang.partner.mend('SNS');
    await madang.end(eventId);
    await madang.becomes(eventId, 'CANCELLED');
    await eventually(async () => expect(await stopped(eventId)).toEqual(['SNS']));
    expect(madang.partner.campaignsOf(eventId)).toMatchObject([{ cancelled: true }]);
  });
});
