import { backoffMs } from '#kit/backoff.ts';
import type { Transaction } from '#kit/database.ts';
import { DistributionCompleted } from '#schema/events/distribution.ts';
import type { Sent } from './channels/channel-adapter.ts';
import type { Context } from './context.ts';
import { distributionBell } from './distribution-bell.ts';
import type { Taken } from './take-due-channels.ts';

const RETRY = { firstMs: 60_000, capMs: 30 * 60_000 };

/** How an attempt ended: what the channel promised, or why it failed. */
export type Outcome = { sent: Sent } | { error: string };

type Finishing = Pick<Context, 'transaction' | 'now'>;

/**
 * Writes how an attempt ended, in one transaction with its `distribution.completed` (spec §4); a failure that is going to be tried
 * again publishes nothing yet. A failure after the event's end is a cancellation. An end that comes after the lease went to another sender is refused.
 */
export const finishChannel = (ctx: Finishing, taken: Taken, outcome: Outcome): Promise<void> =>
  ctx.transaction(async (transaction) => {
    const held = await lockHeld(transaction, taken);
    if (!held) return;
    const { eventId, channel } = taken;
    const now = ctx.now();
    const { expectedViews, cost, externalId } = 'sent' in outcome ? outcome.sent : NOTHING;
    const status = 'sent' in outcome ? 'DONE' : held.ended ? 'CANCELLED' : 'FAILED';
    const retryAt = status === 'FAILED' && held.attemptsLeft > 0 ? new Date(now.getTime() + backoffMs(RETRY, held.attempts)) : null;
    const error = 'error' in outcome ? outcome.error : null;
    await transaction.sql(
      `update channel_distributions
       set status = $3, expected_views = $4, cost = $5, external_id = $6, error = $7, completed_at = $8, due_at = $9, lease = null
       where event_id = $1 and channel = $2`,
      [eventId, channel, status, expectedViews, cost, externalId, error, now.toISOString(), retryAt?.toISOString() ?? null],
    );
    await changed(transaction, eventId);
    if (retryAt === null)
      transaction.publish(DistributionCompleted, { eventId, channel, status, expectedViews, cost, completedAt: now.toISOString() });
  });

const NOTHING = { expectedViews: 0, cost: '0.00', externalId: null };

/** Lets another replica send at once what this one stops to wait for. */
export const giveBackChannel = (ctx: Finishing, taken: Taken): Promise<void> =>
  ctx.transaction(async (transaction) => {
    if (!(await lockHeld(transaction, taken))) return;
    await transaction.sql(
      `update channel_distributions set status = 'PENDING', due_at = $3, attempts_left = attempts_left + 1, lease = null
       where event_id = $1 and channel = $2`,
      [taken.eventId, taken.channel, ctx.now().toISOString()],
    );
    await changed(transaction, taken.eventId);
  });

/** Locks the event; null when somebody else has the channel's lease by now. Two statements: the second sees what was committed before the lock. */
const lockHeld = async (
  { sql }: Transaction,
  { eventId, channel, lease }: Taken,
): Promise<{ ended: boolean; attempts: number; attemptsLeft: number } | null> => {
  const [event] = await sql<{ ended: boolean }>(
    'select ended_at is not null as ended from distributions where event_id = $1 for no key update',
    [eventId],
  );
  const [held] = await sql<{ attempts: number; attemptsLeft: number }>(
    'select attempts, attempts_left as "attemptsLeft" from channel_distributions where event_id = $1 and channel = $2 and lease = $3',
    [eventId, channel, lease],
  );
  return event && held ? { ...event, ...held } : null;
};

const changed = async ({ sql, ring }: Transaction, eventId: string): Promise<void> => {
  await sql('update distributions set version = version + 1 where event_id = $1', [eventId]);
  ring(distributionBell(eventId));
};
