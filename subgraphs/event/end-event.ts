import { LockMode } from '@mikro-orm/core';
import { CodedError } from '#kit/errors.ts';
import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import { eventStatus } from '#schema/event-status.ts';
import { EventEnded } from '#schema/events/event.ts';
import type { Asking } from './context.ts';
import { EventEntity, type EventRow } from './event.entity.ts';

/** `Mutation.endEvent`: an early end. `EVENT_001` unknown, `FORBIDDEN` somebody else's, `EVENT_002` when it has ended. */
export const endEvent = (ctx: Asking, { id }: { id: string }): Promise<EventRow> =>
  ctx.transaction(async ({ em, publish }) => {
    requireIdentity(ctx);
    const event = isUuid(id) ? await em.findOne(EventEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
    if (event === null) throw new CodedError('EVENT_001');
    requireOwner(ctx, event.ownerId);
    const now = ctx.now();
    if (eventStatus(event, now) === 'ENDED') throw new CodedError('EVENT_002');
    event.endedAt = now;
    publish(EventEnded, { eventId: event.id, ownerId: event.ownerId, endedAt: now.toISOString(), reason: 'OWNER' });
    return event;
  });
