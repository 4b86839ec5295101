import type { Transaction } from '#kit/database.ts';
import { reaction } from '#kit/reaction.ts';
import { EventCreated, type EventCreatedData } from '#schema/events/event.ts';
import { cancelChannels } from './cancel-channels.ts';
import type { Context } from './context.ts';
import { distributionBell } from './distribution-bell.ts';

/** Attempts before a channel waits for `retryDistribution`. */
export const ATTEMPTS = 10;

/** `event.created`: the event's channels are due at once; the sender, not this transaction, reaches them. */
export const onEventCreated = reaction({
  name: 'on-event-created',
  on: [EventCreated],
  handle: async (ctx: Context, transaction, messages) => {
    for (const { data } of messages) await begin(transaction, data, ctx.now());
    transaction.afterCommit(ctx.sender.wake);
  },
});

/** Once an event: a repeated message finds it begun. When the event's end came first, its channels are cancelled. */
const begin = async (transaction: Transaction, event: EventCreatedData, now: Date): Promise<void> => {
  const { eventId, ownerId, title, startsAt, endsAt, channels } = event;
  const [begun] = await transaction.sql<{ ended: boolean }>(
    `insert into distributions (event_id, owner_id, title, starts_at, ends_at) values ($1, $2, $3, $4, $5)
     on conflict (event_id) do update set owner_id = excluded.owner_id, title = excluded.title, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, version = distributions.version + 1
     where distributions.owner_id is null
     returning ended_at is not null as ended`,
    [eventId, ownerId, title, startsAt, endsAt],
  );
  if (!begun) return;
  await transaction.sql(
    `insert into channel_distributions (event_id, channel, due_at, attempts_left)
     select $1::uuid, channel, $3::timestamptz, ${ATTEMPTS} from unnest($2::text[]) as channel
     on conflict (event_id, channel) do nothing`,
    [eventId, channels, now.toISOString()],
  );
  if (begun.ended) await cancelChannels(transaction, eventId, now);
  transaction.ring(distributionBell(eventId));
};
