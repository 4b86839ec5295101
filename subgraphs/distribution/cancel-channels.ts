import type { Transaction } from '#kit/database.ts';
import type { Channel } from '#schema/enums.ts';
import { DistributionCompleted } from '#schema/events/distribution.ts';

/** Cancels the channels of an ended event that are not being sent to, each with its `distribution.completed`. The caller has locked the event's row. */
export const cancelChannels = async ({ sql, publish }: Transaction, eventId: string, now: Date): Promise<void> => {
  const completedAt = now.toISOString();
  const cancelled = await sql<{ channel: Channel }>(
    `update channel_distributions set status = 'CANCELLED', completed_at = $2, due_at = null
     where event_id = $1 and status in ('PENDING', 'FAILED') returning channel`,
    [eventId, completedAt],
  );
  for (const { channel } of cancelled)
    publish(DistributionCompleted, { eventId, channel, status: 'CANCELLED', expectedViews: 0, cost: '0.00', completedAt });
};
