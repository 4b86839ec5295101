import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import { liveValue } from '#kit/live.ts';
import { channelErrorWords } from './channel-error.ts';
import type { RequestContext } from './context.ts';
import { distributionBell } from './distribution-bell.ts';
import { completedAt, distributionStatus } from './distribution-status.ts';
import { type EventDistribution, readDistribution } from './read-distributions.ts';
import { retryDistribution } from './retry-distribution.ts';
import type { Resolvers } from './schema.generated.ts';

const JUST_PUBLISHED_MS = 10_000;

const owned = (ctx: RequestContext, distribution: EventDistribution | null): EventDistribution | null => {
  if (distribution) requireOwner(ctx, distribution.ownerId);
  return distribution;
};

export const resolvers: Resolvers = {
  Mutation: { retryDistribution: (_, args, ctx) => retryDistribution(ctx, args) },
  Subscription: {
    distribution: liveValue((_, { eventId }: { eventId: string }, ctx: RequestContext) => {
      requireIdentity(ctx);
      return {
        bells: [distributionBell(eventId.toLowerCase())],
        read: async () => owned(ctx, await readDistribution(ctx, eventId)),
        waitForMs: isUuid(eventId) ? JUST_PUBLISHED_MS : 0,
      };
    }),
  },
  Distribution: {
    event: ({ eventId }) => ({ id: eventId }),
    status: ({ channelRows }) => distributionStatus(channelRows),
    channels: ({ channelRows }) => channelRows,
    completedAt: ({ channelRows }) => completedAt(channelRows),
  },
  ChannelDistribution: {
    error: ({ error }, _, ctx) => (error ? channelErrorWords(error)[ctx.language] : null),
  },
  Event: {
    __resolveReference: ({ id }) => ({ id }),
    distribution: async ({ id }, _, ctx) => {
      requireIdentity(ctx);
      return owned(ctx, await ctx.load.distribution(id));
    },
  },
};
