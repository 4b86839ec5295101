import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DecimalString } from '#schema/decimal.ts';
import { Channel } from '#schema/enums.ts';
import { type ChannelAdapter, idempotencyKeyOf, type Sending } from '../channels/channel-adapter.ts';

type Subject = { adapter: ChannelAdapter; dispose: () => Promise<void> };

const sendingOn = (channel: Channel): Sending => ({
  eventId: randomUUID(),
  channel,
  title: '봄맞이 <행사> "1+1" 🎉',
  startsAt: new Date('2026-05-01T00:00:00Z'),
  endsAt: new Date('2026-05-31T15:00:00Z'),
});
const { signal } = new AbortController();

/** What every channel adapter does, whatever is behind it. */
export const channelAdapterSuite = (name: string, create: () => Promise<Subject>): void => {
  describe(`the channel adapter: ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(() => subject.dispose());
    const send = (sending: Sending) => subject.adapter.send(sending, idempotencyKeyOf(sending), signal);

    it('has the name of its mode', () => {
      expect(subject.adapter.name).toBe(name);
    });

    it.each(Channel.options)('sends to %s, which names it, and promises views and a price', async (channel) => {
      const { externalId, expectedViews, cost } = await send(sendingOn(channel));
      expect(externalId).toMatch(/./);
      expect(Number.isInteger(expectedViews) && expectedViews > 0).toBe(true);
      expect(DecimalString.parse(cost)).toBe(cost);
    });

    it('answers the same for a key that was used before, and another name for another event', async () => {
      const sending = sendingOn('SNS');
      const first = await send(sending);
      expect(await Promise.all([send(sending), send(sending)])).toEqual([first, first]);
      expect((await send(sendingOn('SNS'))).externalId).not.toBe(first.externalId);
    });

    it('measures a channel’s own totals of what it sent, which do not shrink', async () => {
      const sending = sendingOn('GENIE_TV');
      const { externalId } = await send(sending);
      const first = await subject.adapter.measure(sending, externalId, signal);
      const second = await subject.adapter.measure(sending, externalId, signal);
      expect(Number.isInteger(first.impressions) && first.impressions >= 0).toBe(true);
      expect(second.impressions).toBeGreaterThanOrEqual(first.impressions);
      expect(DecimalString.parse(second.cost)).toBe(second.cost);
    });

    it('takes an event off as often as it is asked, also one that it never got', async () => {
      const sending = sendingOn('RINGO_BIZ');
      await send(sending);
      for (const { eventId, channel } of [sending, sending, sendingOn('RINGO_BIZ')])
        await expect(subject.adapter.cancel({ eventId, channel }, idempotencyKeyOf({ eventId, channel }), signal)).resolves.toBeUndefined();
    });
  });
};
