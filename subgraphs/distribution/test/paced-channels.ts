import type { Channel } from '#schema/enums.ts';
import type { ChannelAdapter, Sending } from '../channels/channel-adapter.ts';
import { simulatedTerms } from '../channels/simulated.ts';

export type PacedChannels = ChannelAdapter & {
  /** The idempotency keys of an event's sendings, as they came. */
  keysOf: (eventId: string) => string[];
  /** The keys of what was taken off its channel, in order. */
  cancelled: readonly string[];
  /** Sendings to this channel hang until it is released, whatever their signal says. */
  hold: (channel: Channel) => () => void;
  /** Sendings to this channel, and its measuring, fail until it is mended. */
  break: (channel: Channel) => () => void;
};

/** A partner that the test slows down and breaks; otherwise it promises what the simulated channels do. */
export const pacedChannels = (): PacedChannels => {
  const sendings: { eventId: string; key: string }[] = [];
  const cancelled: string[] = [];
  const held = new Map<Channel, Promise<void>>();
  const broken = new Set<Channel>();
  const answer = async ({ channel }: Pick<Sending, 'channel'>): Promise<void> => {
    await held.get(channel);
    if (broken.has(channel)) throw new Error('The partner is away.');
  };
  return {
    name: 'paced',
    send: async (sending, key) => {
      sendings.push({ eventId: sending.eventId, key });
      await answer(sending);
      return { externalId: `partner-${key}`, ...simulatedTerms[sending.channel] };
    },
    measure: async (sending) => {
      await answer(sending);
      const { expectedViews, cost } = simulatedTerms[sending.channel];
      return { impressions: expectedViews + 1, cost };
    },
    cancel: async (sending, key) => {
      await answer(sending);
      cancelled.push(key);
    },
    cancelled,
    keysOf: (eventId) => sendings.filter((sending) => sending.eventId === eventId).map(({ key }) => key),
    hold: (channel) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(channel, promise);
      return () => {
        held.delete(channel);
        resolve();
      };
    },
    break: (channel) => {
      broken.add(channel);
      return () => void broken.delete(channel);
    },
  };
};
