import { requireIdentity } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { LiveSource } from '#kit/live.ts';
import { eventBell, userBell } from './bells.ts';
import type { RequestContext } from './context.ts';
import type { EventFigures, UserFigures } from './figures.ts';
import { ownEventAnalytics, ownUserAnalytics } from './own-analytics.ts';
import type { SubscriptionEventDashboardArgs } from './schema.generated.ts';

const WAIT_MS = 10_000;

/** `Subscription.eventDashboard`, the owner's. An event whose `event.created` is not here yet is waited for (spec §3), then `EVENT_001`. */
export const eventDashboard = (ctx: RequestContext, { eventId }: SubscriptionEventDashboardArgs): LiveSource<EventFigures> => {
  requireIdentity(ctx);
  return {
    bells: [eventBell(eventId.toLowerCase())],
    waitForMs: isUuid(eventId) ? WAIT_MS : 0,
    read: () => ownEventAnalytics(ctx, eventId),
  };
};

/** `Subscription.userDashboard`: zeros before one's first event. */
export const userDashboard = (ctx: RequestContext): LiveSource<UserFigures> => {
  const { userId } = requireIdentity(ctx);
  return { bells: [userBell(userId)], read: () => ownUserAnalytics(ctx, userId) };
};
