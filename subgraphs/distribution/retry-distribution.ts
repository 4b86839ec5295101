import { CodedError } from '#kit/errors.ts';
import { requireIdentity, requireOwner } from '#kit/identity.ts';
import type { Asking } from './context.ts';
import { distributionBell } from './distribution-bell.ts';
import { ATTEMPTS } from './on-event-created.ts';
import { type EventDistribution, readDistribution } from './read-distributions.ts';
import type { MutationRetryDistributionArgs } from './schema.generated.ts';

/**
 * `Mutation.retryDistribution` (spec §6): a failed channel is due at once, with all its attempts again. `EVENT_001` unknown, `FORBIDDEN`
 * somebody else's, `DIST_002` not a channel of the event, `DIST_001` not failed.
 */
export const retryDistribution = async (ctx: Asking, { eventId, channel }: MutationRetryDistributionArgs): Promise<EventDistribution> => {
  requireIdentity(ctx);
  const known = await readDistribution(ctx, eventId);
  if (!known) throw new CodedError('EVENT_001');
  requireOwner(ctx, known.ownerId);
  if (!known.channelRows.some((row) => row.channel === channel)) throw new CodedError('DIST_002');
  await ctx.transaction(async ({ sql, ring, afterCommit }) => {
    await sql('select from distributions where event_id = $1 for no key update', [known.eventId]);
    const retried = await sql(
      `update channel_distributions set status = 'PENDING', due_at = $3, completed_at = null, attempts_left = ${ATTEMPTS}
       where event_id = $1 and channel = $2 and status = 'FAILED' returning channel`,
      [known.eventId, channel, ctx.now().toISOString()],
    );
    if (retried.length === 0) throw new CodedError('DIST_001');
    await sql('update distributions set version = version + 1 where event_id = $1', [known.eventId]);
    ring(distributionBell(known.eventId));
    afterCommit(ctx.sender.wake);
  });
  return (await readDistribution(ctx, eventId)) ?? known;
};
