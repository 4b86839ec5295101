import { requireIdentity } from '#kit/identity.ts';
import { errorMessages, isErrorCode } from '#schema/errors.ts';
import { ownDraft } from './draft.ts';
import { generateImages } from './generate-images.ts';
import { ownJob } from './image-job.ts';
import { imageUrl } from './image-url.ts';
import { liveImageJob } from './live-image-job.ts';
import { regenerateImage } from './regenerate-image.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers: Resolvers = {
  Query: {
    image: (_, { id }, ctx) => ctx.load.image(id),
    imageJob: async (_, { id }, ctx) => ownJob(await ctx.load.job(id), requireIdentity(ctx).userId),
  },
  Mutation: {
    generateImages: (_, args, ctx) => generateImages(ctx, args),
    regenerateImage: (_, args, ctx) => regenerateImage(ctx, args),
  },
  Subscription: { imageJob: liveImageJob },
  Job: { __resolveType: () => 'ImageJob' },
  JobError: { message: ({ code, message }, _, ctx) => (isErrorCode(code) ? errorMessages[code][ctx.language] : message) },
  Image: {
    __resolveReference: ({ id }, ctx) => ctx.load.image(id),
    url: ({ id }, _, ctx) => imageUrl(ctx.config, id),
  },
  ImageJob: {
    __resolveReference: async ({ id }, ctx) => ownJob(await ctx.load.job(id), requireIdentity(ctx).userId),
    draft: ({ draftId }, _, ctx) => ctx.load.draft(draftId),
    images: ({ id }, _, ctx) => ctx.load.imagesOfJob(id),
  },
  EventDraft: {
    __resolveReference: async ({ id }, ctx) => ownDraft(await ctx.load.draft(id), requireIdentity(ctx).userId),
    imageJob: async ({ id }, _, ctx) => {
      const jobId = await ctx.load.latestJobId(id);
      return jobId === null ? null : ctx.load.job(jobId);
    },
    images: async ({ id }, _, ctx) => (await ctx.load.draftImages(id))?.images ?? [],
  },
};
