import { feed } from '#kit/feed.ts';
import { liveValue } from '#kit/live.ts';
import type { RequestContext } from './context.ts';
import { drawWinners } from './draw-winners.ts';
import { eventPulse } from './event-pulse.ts';
import { participant } from './participant.ts';
import { participantRegistered } from './participant-registered.ts';
import { participants } from './participants.ts';
import { participantsExport } from './participants-export.ts';
import { participate } from './participate.ts';
import { entriesUrl } from './published-entries.ts';
import type { Resolvers, SubscriptionEventPulseArgs, SubscriptionParticipantRegisteredArgs } from './schema.generated.ts';
import { winners } from './winners.ts';

export const resolvers: Resolvers = {
  Mutation: {
    participate: (_, args, ctx) => participate(ctx, args),
    drawWinners: (_, args, ctx) => drawWinners(ctx, args),
  },
  Subscription: {
    participantRegistered: feed((_, args: SubscriptionParticipantRegisteredArgs, ctx: RequestContext) => participantRegistered(ctx, args)),
    eventPulse: liveValue((_, args: SubscriptionEventPulseArgs, ctx: RequestContext) => eventPulse(ctx, args)),
  },
  Participant: {
    __resolveReference: ({ id }, ctx) => participant(ctx, id),
  },
  Draw: {
    entries: (draw, _, ctx) => entriesUrl(ctx, draw),
    winners: (draw, _, ctx) => winners(ctx, draw),
  },
  Event: {
    participantCount: async ({ id }, _, ctx) => (await ctx.load.event(id))?.participantCount ?? null,
    participants: ({ id }, args, ctx) => participants(ctx, id, args),
    drawCommitment: async ({ id }, _, ctx) => (await ctx.load.event(id))?.commitment ?? null,
    draw: ({ id }, _, ctx) => ctx.load.draw(id),
    participantsExport: ({ id }, _, ctx) => participantsExport(ctx, id),
  },
};
