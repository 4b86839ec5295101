import { z } from 'zod';
import { defineEvent } from '#kit/define-event.ts';
import { DecimalString } from '../decimal.ts';
import { Channel } from '../enums.ts';

/**
 * `FAILED` is what a channel's attempts came to so far: a retry may still bring `DONE`. Only `DONE` has views and a cost that count;
 * the others carry zeros.
 */
export const DistributionCompleted = defineEvent({
  type: 'distribution.completed',
  description: 'A channel has finished with an event, with the views it promises and what it charges (배포 완료됨).',
  publisher: 'distribution',
  key: (data) => data.eventId,
  schema: z.object({
    eventId: z.uuid(),
    channel: Channel,
    status: z.enum(['DONE', 'FAILED', 'CANCELLED']),
    expectedViews: z.int().nonnegative(),
    cost: DecimalString,
    completedAt: z.iso.datetime(),
  }),
});

/** Totals since the event went out, not increments: the newest `measuredAt` replaces what was known before. */
export const ChannelMeasured = defineEvent({
  type: 'channel.measured',
  description: "A channel's own absolute figures for an event (채널 실적 측정됨). Published every 5 minutes.",
  publisher: 'distribution',
  key: (data) => data.eventId,
  schema: z.object({
    eventId: z.uuid(),
    channel: Channel,
    impressions: z.int().nonnegative(),
    cost: DecimalString,
    measuredAt: z.iso.datetime(),
  }),
});

export type DistributionCompletedData = z.infer<typeof DistributionCompleted.schema>;
export type ChannelMeasuredData = z.infer<typeof ChannelMeasured.schema>;
