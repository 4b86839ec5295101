import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import { liveValue } from '#kit/live.ts';
import { readDocument } from '#kit/store/document.ts';
import { isFinished, type Job, JobDocument, jobAt } from '#schema/store/job.ts';
import type { RequestContext } from './context.ts';
import { ownJob } from './own-job.ts';

const readOwnJob = async ({ store, now }: RequestContext, id: string, userId: string): Promise<Job> => {
  const job = await readDocument(store, JobDocument, id);
  return ownJob(job && jobAt(job, now()), userId);
};

/** `Subscription.recommendationJob`: every state that lasts, also TIMED_OUT, which no one writes; completes after the final one. */
export const liveRecommendationJob = liveValue((_: unknown, args: { id: string }, ctx: RequestContext) => {
  const { userId } = requireIdentity(ctx);
  if (!isUuid(args.id)) throw new CodedError('EVENT_001');
  const id = args.id.toLowerCase();
  return {
    bells: [`job:${id}`],
    read: () => readOwnJob(ctx, id, userId),
    isFinal: isFinished,
    changesAt: (job: Job) => (isFinished(job) ? null : new Date(job.deadline)),
  };
});
