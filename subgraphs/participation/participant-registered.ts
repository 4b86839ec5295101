import type { FeedSource } from '#kit/feed.ts';
import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { Asking } from './context.ts';
import { cursorOf, placeOf } from './entry-cursor.ts';
import { EventEntity } from './event.entity.ts';
import { ParticipantEntity } from './participant.entity.ts';
import { participationBell } from './participation-bell.ts';
import type { ParticipantEdge, SubscriptionParticipantRegisteredArgs } from './schema.generated.ts';
import { shownParticipant } from './shown-participant.ts';

const WAIT_MS = 10_000;

/**
 * `Subscription.participantRegistered`, the owner's. Entry numbers become visible in their order (the event's row is locked from taking
 * one to the commit), so reading behind the last one misses nothing.
 */
export const participantRegistered = (ctx: Asking, args: SubscriptionParticipantRegisteredArgs): FeedSource<ParticipantEdge> => {
  const { userId } = requireIdentity(ctx);
  const eventId = args.eventId.toLowerCase();
  if (args.after != null) placeOf(args.after);
  const event = () => (isUuid(eventId) ? ctx.database.em().findOne(EventEntity, { id: eventId }) : null);
  return {
    bells: [participationBell(eventId)],
    waitForMs: isUuid(eventId) ? WAIT_MS : 0,
    after: args.after,
    exists: async () => {
      const found = await event();
      if (found) requireOwner(ctx, found.ownerId);
      return Boolean(found);
    },
    latest: async () => cursorOf({ entryNumber: (await event())?.participantCount ?? 0 }),
    beginning: cursorOf({ entryNumber: 0 }),
    readAfter: async (cursor, limit) => {
      const where = { eventId, entryNumber: { $gt: placeOf(cursor ?? '0') } };
      const rows = await ctx.database.em().find(ParticipantEntity, where, { orderBy: { entryNumber: 'asc' }, limit });
      return rows.map((row) => ({ cursor: cursorOf(row), node: shownParticipant(ctx, row, userId) }));
    },
    cursorOf: ({ cursor }) => cursor,
  };
};
