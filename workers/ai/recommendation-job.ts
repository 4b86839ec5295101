import { updateDocument } from '#kit/store/document.ts';
import type { RecommendationsRequestedData } from '#schema/events/event.ts';
import { type Job, type JobChange, JobDocument, nextJob, queuedJob } from '#schema/store/job.ts';
import { RecommendationsDocument } from '#schema/store/recommendations.ts';
import type { Context } from './context.ts';
import type { Plan } from './plan.ts';

/** The bell that rings for every change of a job. */
export const jobBell = (jobId: string): string => `job:${jobId}`;

/**
 * Moves a job on by compare-and-set; a job that the store lacks is made from its request (spec §4). False when the job is over:
 * it has its final status or its deadline has passed, and whoever works on it should stop.
 */
export const advanceJob = async (
  { store, doorbell, now }: Context,
  request: RecommendationsRequestedData,
  change: JobChange,
): Promise<boolean> => {
  let accepted: Job | null = null;
  await updateDocument(store, JobDocument, request.jobId, (current) => {
    accepted = nextJob(current ?? queuedJob('recommendations', request), change, now());
    return accepted;
  });
  if (accepted !== null) doorbell.ring(jobBell(request.jobId));
  return accepted !== null;
};

/**
 * Puts the plans where the event subgraph reads them; done before the job is SUCCEEDED, for whoever is told so looks there at once.
 * What another worker of the same job has put there stays: its ids may have been seen.
 */
export const savePlans = async (
  { store, newId, now }: Context,
  { jobId, draftId }: RecommendationsRequestedData,
  plans: readonly Plan[],
): Promise<void> => {
  const recommendations = plans.map((plan) => ({ id: newId(), ...plan }));
  await updateDocument(store, RecommendationsDocument, draftId, (current) =>
    current?.jobId === jobId ? null : { jobId, draftId, recommendations, createdAt: now().toISOString() },
  );
};
