import { requireIdentity } from '#kit/identity.ts';
import { readDocument, updateDocument, writeDocument } from '#kit/store/document.ts';
import { RecommendationsRequested } from '#schema/events/event.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { isFinished, type Job, JobDocument, jobAt, queuedJob } from '#schema/store/job.ts';
import type { Asking } from './context.ts';
import { editableDraft, ownDraft, touched } from './draft.ts';
import { rememberDraft } from './draft-index.ts';
import { readOwnDraft } from './own-draft.ts';

/** How long the plans may take from the request (spec §5 AI). */
const LIMIT_MS = 5 * 60_000;

/**
 * `Mutation.requestRecommendations`: one job at a time a draft. The job is in the store before the draft names it, and its message goes
 * out with whichever call finds it unsent, so a call that died half-way is finished by the next.
 */
export const requestRecommendations = async (ctx: Asking, { draftId }: { draftId: string }): Promise<Job> => {
  for (;;) {
    const draft = editableDraft(await readOwnDraft(ctx, draftId));
    const job = (await runningJob(ctx, draft)) ?? (await beginJob(ctx, draft));
    if (job === null) continue;
    await sendOnce(ctx, draft, job);
    return job;
  }
};

const runningJob = async ({ store, now }: Asking, { recommendationJobId }: Draft): Promise<Job | null> => {
  const job = recommendationJobId === null ? null : await readDocument(store, JobDocument, recommendationJobId);
  return job !== null && !isFinished(jobAt(job, now())) ? job : null;
};

/** Null when another call began a job meanwhile. */
const beginJob = async (ctx: Asking, seen: Draft): Promise<Job | null> => {
  const { userId } = requireIdentity(ctx);
  const requestedAt = ctx.now();
  const deadline = new Date(requestedAt.getTime() + LIMIT_MS);
  const ids = { jobId: ctx.newId(), draftId: seen.id, ownerId: userId };
  const job = queuedJob('recommendations', { ...ids, requestedAt: requestedAt.toISOString(), deadline: deadline.toISOString() });
  await writeDocument(ctx.store, JobDocument, job.id, job);
  const draft = await updateDocument(ctx.store, DraftDocument, seen.id, (current) => {
    const present = editableDraft(ownDraft(current, userId));
    return present.recommendationJobId === seen.recommendationJobId
      ? touched(requestedAt, { ...present, recommendationJobId: job.id })
      : null;
  });
  if (draft?.recommendationJobId === job.id) {
    await rememberDraft(ctx, draft);
    return job;
  }
  await ctx.store.delete(JobDocument.key(job.id));
  return null;
};

const sendOnce = (ctx: Asking, { objective, store }: Draft, { id: jobId, draftId, ownerId, requestedAt, deadline }: Job): Promise<void> =>
  ctx.transaction(async ({ sql, publish }) => {
    const rows = await sql(
      'insert into recommendation_requests (job_id, draft_id, requested_at) values ($1, $2, $3) on conflict do nothing returning job_id',
      [jobId, draftId, requestedAt],
    );
    if (rows.length > 0) publish(RecommendationsRequested, { jobId, draftId, ownerId, objective, store, requestedAt, deadline });
  });
