import { reaction } from '#kit/reaction.ts';
import { EventEnded } from '#schema/events/event.ts';
import { cancelChannels } from './cancel-channels.ts';
import type { Context } from './context.ts';
import { distributionBell } from './distribution-bell.ts';

/**
 * `event.ended`: what waits is cancelled; what is being sent may still arrive, and then counts; what a channel may have got is taken off it
 * (`stop-channels.ts`). It is another topic than
 * `event.created` and may overtake it: then it leaves a row without an owner, which `event.created` completes.
 */
export const onEventEnded = reaction({
  name: 'on-event-ended',
  on: [EventEnded],
  handle: async (ctx: Context, transaction, messages) => {
    for (const { data } of messages) {
      const [ended] = await transaction.sql(STATEMENT, [data.eventId, data.endedAt]);
      if (!ended) continue;
      await cancelChannels(transaction, data.eventId, ctx.now());
      await transaction.sql(STOP, [data.eventId, ctx.now().toISOString()]);
      transaction.ring(distributionBell(data.eventId));
    }
  },
});

const STATEMENT = `
  insert into distributions (event_id, ended_at) values ($1, $2)
  on conflict (event_id) do update set ended_at = excluded.ended_at, version = distributions.version + 1
  where distributions.ended_at is null
  returning event_id`;

/** An attempt that failed may have arrived all the same. */
const STOP = 'update channel_distributions set stop_due_at = $2 where event_id = $1 and attempts > 0';
