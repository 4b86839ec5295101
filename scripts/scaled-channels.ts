import { Decimal as Exact } from 'decimal.js';
import { decimal } from '#kit/scalars.ts';
import type { ChannelAdapter } from '#subgraphs/distribution/channels/channel-adapter.ts';

/** Channels whose views and costs are a factor of another adapter's, chosen by the event's title. */
export const scaledChannels = (channels: ChannelAdapter, factorOf: (title: string) => number): ChannelAdapter => {
  const views = (title: string, count: number): number => Math.round(count * factorOf(title));
  const won = (title: string, amount: string): string => decimal(new Exact(amount).times(factorOf(title)));
  return {
    name: `scaled ${channels.name}`,
    send: async (sending, idempotencyKey, signal) => {
      const sent = await channels.send(sending, idempotencyKey, signal);
      return { ...sent, expectedViews: views(sending.title, sent.expectedViews), cost: won(sending.title, sent.cost) };
    },
    measure: async (sending, externalId, signal) => {
      const { impressions, cost } = await channels.measure(sending, externalId, signal);
      return { impressions: views(sending.title, impressions), cost: won(sending.title, cost) };
    },
    cancel: channels.cancel,
  };
};
