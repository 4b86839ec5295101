import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import type { Job } from '#schema/store/job.ts';
import type { RequestContext } from './context.ts';
import { draftWithPlan, ownDraft } from './draft.ts';
import { requestImages } from './request-images.ts';

/** `Mutation.regenerateImage`: another image of the same style and platform; `EVENT_001` for an image that is not one's own. */
export const regenerateImage = async (ctx: RequestContext, { id }: { id: string }): Promise<Job> => {
  const { userId } = requireIdentity(ctx);
  const image = await ctx.load.image(id);
  if (image === null || image.ownerId !== userId) throw new CodedError('EVENT_001');
  const draft = draftWithPlan(ownDraft(await ctx.load.draft(image.draftId), userId));
  return requestImages(ctx, draft, { styles: [image.style], platforms: [image.platform], replaces: image.id });
};
