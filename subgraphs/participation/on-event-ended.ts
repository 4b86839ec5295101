import { reaction } from '#kit/reaction.ts';
import { EventEnded } from '#schema/events/event.ts';
import type { Context } from './context.ts';
import { participationBell } from './participation-bell.ts';
import { newSealedSeed } from './seed.ts';

/**
 * `event.ended`: closes entries. It is another topic than `event.created` and may overtake it: then it makes an event that is known
 * and over, which `event.created` completes.
 */
export const onEventEnded = reaction({
  name: 'on-event-ended',
  on: [EventEnded],
  handle: async (context: Context, { sql, ring }, messages) => {
    for (const { data } of messages) {
      const { sealedSeed, commitment } = newSealedSeed(context);
      await sql(STATEMENT, [data.eventId, data.ownerId, data.endedAt, sealedSeed, commitment]);
      ring(participationBell(data.eventId));
    }
  },
});

const STATEMENT = `
  insert into events (id, owner_id, channels, starts_at, ends_at, ended_at, sealed_seed, commitment)
  values ($1::uuid, $2::uuid, '{}', $3::timestamptz, $3::timestamptz, $3::timestamptz, $4, $5)
  on conflict (id) do update set ended_at = excluded.ended_at, version = events.version + 1
  where events.ended_at is null`;
