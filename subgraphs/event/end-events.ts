import { LockMode } from '@mikro-orm/core';
import { EventEnded } from '#schema/events/event.ts';
import type { Context } from './context.ts';
import { EventEntity } from './event.entity.ts';

const BATCH = 100;

/** Publishes `event.ended` for the events whose date has come, once each. Their status needs no change: it follows from the dates. */
export const endEvents = async (ctx: Context): Promise<void> => {
  while ((await endBatch(ctx)) === BATCH);
};

const endBatch = (ctx: Context): Promise<number> =>
  ctx.transaction(async ({ em, publish }) => {
    const due = await em.find(
      EventEntity,
      { endedAt: null, endsAt: { $lte: ctx.now() } },
      { orderBy: { endsAt: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    for (const event of due) {
      event.endedAt = event.endsAt;
      publish(EventEnded, { eventId: event.id, ownerId: event.ownerId, endedAt: event.endsAt.toISOString(), reason: 'DATE' });
    }
    return due.length;
  });
