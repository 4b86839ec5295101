import { CodedError } from '#kit/errors.ts';
import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { errorMessages, isErrorCode } from '#schema/errors.ts';
import { eventStatus } from '#schema/event-status.ts';
import { chooseChannels } from './choose-channels.ts';
import { chooseImage } from './choose-image.ts';
import { chooseRecommendation } from './choose-recommendation.ts';
import type { RequestContext } from './context.ts';
import { createEventDraft } from './create-event-draft.ts';
import { discardDraft } from './discard-draft.ts';
import { missingOf, ownDraft } from './draft.ts';
import { readDrafts } from './draft-index.ts';
import { endEvent } from './end-event.ts';
import type { EventRow } from './event.entity.ts';
import { myEvents } from './my-events.ts';
import { ownJob, plansOf } from './own-job.ts';
import { publishEvent } from './publish-event.ts';
import { liveRecommendationJob } from './recommendation-job.ts';
import { requestRecommendations } from './request-recommendations.ts';
import { schedule } from './schedule.ts';
import type { Resolvers } from './schema.generated.ts';

const ownersOnly =
  <Value>(read: (event: EventRow) => Value) =>
  (event: EventRow, _: object, ctx: RequestContext): Value => {
    requireOwner(ctx, event.ownerId);
    return read(event);
  };

const userOf = ({ ownerId }: { ownerId: string }) => ({ __typename: 'User' as const, id: ownerId });

export const resolvers: Resolvers = {
  Query: {
    event: async (_, { id }, ctx) => {
      const event = await ctx.load.event(id);
      if (event === null) throw new CodedError('EVENT_001');
      return event;
    },
    eventDraft: async (_, { id }, ctx) => ownDraft(await ctx.load.draft(id), requireIdentity(ctx).userId),
    recommendationJob: async (_, { id }, ctx) => ownJob(await ctx.load.job(id), requireIdentity(ctx).userId),
    myDrafts: (_, __, ctx) => readDrafts(ctx, requireIdentity(ctx).userId),
    myEvents: (_, args, ctx) => myEvents(ctx, args),
  },
  Mutation: {
    createEventDraft: (_, args, ctx) => createEventDraft(ctx, args),
    requestRecommendations: (_, args, ctx) => requestRecommendations(ctx, args),
    chooseRecommendation: (_, args, ctx) => chooseRecommendation(ctx, args),
    chooseImage: (_, args, ctx) => chooseImage(ctx, args),
    chooseChannels: (_, args, ctx) => chooseChannels(ctx, args),
    schedule: (_, args, ctx) => schedule(ctx, args),
    publishEvent: (_, args, ctx) => publishEvent(ctx, args),
    endEvent: (_, args, ctx) => endEvent(ctx, args),
    discardDraft: (_, args, ctx) => discardDraft(ctx, args),
  },
  Subscription: { recommendationJob: liveRecommendationJob },
  Job: { __resolveType: () => 'RecommendationJob' },
  JobError: { message: ({ code, message }, _, ctx) => (isErrorCode(code) ? errorMessages[code][ctx.language] : message) },
  RecommendationJob: {
    __resolveReference: async ({ id }, ctx) => ownJob(await ctx.load.job(id), requireIdentity(ctx).userId),
    draft: (job, _, ctx) => ctx.load.draft(job.draftId),
    recommendations: async (job, _, ctx) => plansOf(job, await ctx.load.recommendations(job.draftId)),
  },
  EventDraft: {
    __resolveReference: async ({ id }, ctx) => ownDraft(await ctx.load.draft(id), requireIdentity(ctx).userId),
    owner: userOf,
    recommendationJob: (draft, _, ctx) => (draft.recommendationJobId === null ? null : ctx.load.job(draft.recommendationJobId)),
    missing: (draft, _, ctx) => missingOf(draft, ctx.now()),
  },
  Event: {
    __resolveReference: ({ id }, ctx) => ctx.load.event(id),
    status: (event, _, ctx) => eventStatus(event, ctx.now()),
    store: ({ storeName, storeIndustry, storeAddress }) => ({ name: storeName, industry: storeIndustry, address: storeAddress }),
    image: ({ imageId, imageUrl }) => ({ id: imageId, url: imageUrl }),
    images: async ({ id }, _, ctx) => (await ctx.load.images(id))?.images ?? null,
    owner: ownersOnly(userOf),
    estimatedCost: ownersOnly((event) => event.estimatedCost),
    targetRoi: ownersOnly((event) => event.targetRoi),
    revenuePerParticipant: ownersOnly((event) => event.revenuePerParticipant),
  },
};
