import { reaction } from '#kit/reaction.ts';
import { EventCreated } from '#schema/events/event.ts';
import type { Context } from './context.ts';
import { participationBell } from './participation-bell.ts';
import { newSealedSeed } from './seed.ts';

/**
 * `event.created`: from now on the event can be taken part in, and its draw's seed is committed to. When `event.ended` came first, what
 * that wrote is completed and the end stays.
 */
export const onEventCreated = reaction({
  name: 'on-event-created',
  on: [EventCreated],
  handle: async (context: Context, { sql, ring }, messages) => {
    for (const { data } of messages) {
      const { sealedSeed, commitment } = newSealedSeed(context);
      await sql(STATEMENT, [data.eventId, data.ownerId, data.channels, data.startsAt, data.endsAt, sealedSeed, commitment]);
      ring(participationBell(data.eventId));
    }
  },
});

const STATEMENT = `
  insert into events (id, owner_id, channels, starts_at, ends_at, sealed_seed, commitment)
  values ($1::uuid, $2::uuid, $3::text[], $4::timestamptz, $5::timestamptz, $6, $7)
  on conflict (id) do update set
    owner_id = excluded.owner_id, channels = excluded.channels, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    version = events.version + 1`;
