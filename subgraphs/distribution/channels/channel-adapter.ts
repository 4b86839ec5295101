import type { Channel } from '#schema/enums.ts';

/** What a channel is asked to show. */
export type Sending = { eventId: string; channel: Channel; title: string; startsAt: Date; endsAt: Date };

/** What a channel promised when it took an event: its own name for it, the views it expects, and its price in won (scale 2). */
export type Sent = { externalId: string; expectedViews: number; cost: string };

/** A channel's own absolute figures since it took an event; won, scale 2. */
export type Measured = { impressions: number; cost: string };

/** A way to reach the channels (spec §5 Distribution). Its methods reject when the channel cannot be reached or refuses, and end soon after `signal` aborts. */
export type ChannelAdapter = {
  name: string;
  /** Sends an event. With a key that was used before it answers as it did then, and sends nothing. */
  send(sending: Sending, idempotencyKey: string, signal: AbortSignal): Promise<Sent>;
  measure(sending: Sending, externalId: string, signal: AbortSignal): Promise<Measured>;
  /** Stops what was sent with this key, or would be: the event is over. As often as wanted, also for a key that never arrived. */
  cancel(sending: Pick<Sending, 'eventId' | 'channel'>, idempotencyKey: string, signal: AbortSignal): Promise<void>;
};

/** The key of an event's sending to a channel, the same for every attempt. */
export const idempotencyKeyOf = ({ eventId, channel }: Pick<Sending, 'eventId' | 'channel'>): string => `${eventId}:${channel}`;
