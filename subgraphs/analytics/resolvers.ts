import { liveValue } from '#kit/live.ts';
import type { RequestContext } from './context.ts';
import { eventDashboard, userDashboard } from './dashboards.ts';
import { entryTimeline } from './entry-timeline.ts';
import { ownEventAnalytics, ownUserAnalytics } from './own-analytics.ts';
import type { Resolvers, SubscriptionEventDashboardArgs } from './schema.generated.ts';

export const resolvers: Resolvers = {
  Subscription: {
    eventDashboard: liveValue((_, args: SubscriptionEventDashboardArgs, ctx: RequestContext) => eventDashboard(ctx, args)),
    userDashboard: liveValue((_, __: object, ctx: RequestContext) => userDashboard(ctx)),
  },
  Event: { analytics: ({ id }, _, ctx) => ownEventAnalytics(ctx, id) },
  User: { analytics: ({ id }, _, ctx) => ownUserAnalytics(ctx, id) },
  EventAnalytics: {
    event: ({ eventId }) => ({ id: eventId }),
    participantsDelta: ({ entries }, _, ctx) => ctx.load.delta(entries.eventIds),
    timeline: ({ entries }, args, ctx) => entryTimeline(ctx, entries, args),
  },
  UserAnalytics: {
    user: ({ userId }) => ({ id: userId }),
    participantsDelta: ({ entries }, _, ctx) => ctx.load.delta(entries.eventIds),
    timeline: ({ entries }, args, ctx) => entryTimeline(ctx, entries, args),
  },
};
