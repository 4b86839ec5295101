import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Channel } from '#schema/enums.ts';

/**
 * What this domain knows of an event, from `event.created` and `event.ended`. Its row is the lock that orders entries: whoever
 * takes the next entry number, or draws, holds it until the commit.
 */
export const EventEntity = defineEntity({
  name: 'Event',
  tableName: 'events',
  properties: {
    id: p.uuid().primary(),
    ownerId: p.uuid(),
    channels: p.array().$type<Channel[]>(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
    /** Set by `event.ended`, which may come before `event.created`. */
    endedAt: p.datetime(3).nullable(),
    /** The seed of the draw, encrypted: nobody who reads the table knows who will win. */
    sealedSeed: p.text(),
    commitment: p.text(),
    /** How many take part, and the newest entry number. */
    participantCount: p.integer(),
    /** Set by the draw, which closes entries. */
    drawnAt: p.datetime(3).nullable(),
    /** Counts the changes of this row. */
    version: p.integer(),
  },
});

export type EventRow = InferEntity<typeof EventEntity>;
