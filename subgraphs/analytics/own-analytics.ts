import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { RequestContext } from './context.ts';
import { type EventFigures, eventFigures, type UserFigures, userFigures } from './figures.ts';

/**
 * The figures of one's own event; null when it is not known here, or its owner is not yet. `UNAUTHENTICATED` for nobody, `FORBIDDEN` for
 * somebody else.
 */
export const ownEventAnalytics = async (ctx: RequestContext, eventId: string): Promise<EventFigures | null> => {
  requireIdentity(ctx);
  const statistics = isUuid(eventId) ? await ctx.load.statistics(eventId.toLowerCase()) : null;
  if (statistics === null || statistics.ownerId === null) return null;
  requireOwner(ctx, statistics.ownerId);
  return eventFigures(statistics);
};

/** The figures of all of one's own events; zeros before the first. `UNAUTHENTICATED` for nobody, `FORBIDDEN` for somebody else's. */
export const ownUserAnalytics = async (ctx: RequestContext, userId: string): Promise<UserFigures> => {
  requireOwner(ctx, userId);
  return userFigures(userId, isUuid(userId) ? await ctx.load.ownersStatistics(userId.toLowerCase()) : [], ctx.now());
};
