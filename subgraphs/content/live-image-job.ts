import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import { liveValue } from '#kit/live.ts';
import { isFinished, type Job } from '#schema/store/job.ts';
import type { RequestContext } from './context.ts';
import { jobBell, ownJob } from './image-job.ts';

/** `Subscription.imageJob`: each state of a job of one's own, its images with it; completes after the final one, also when time makes it. */
export const liveImageJob = liveValue((_parent: unknown, { id }: { id: string }, ctx: RequestContext) => {
  const { userId } = requireIdentity(ctx);
  if (!isUuid(id)) throw new CodedError('EVENT_001');
  return {
    bells: [jobBell(id.toLowerCase())],
    read: async (): Promise<Job | null> => ownJob(await ctx.load.job(id), userId),
    isFinal: isFinished,
    changesAt: ({ deadline }) => new Date(deadline),
  };
});
