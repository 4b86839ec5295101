import { CodedError } from '#kit/errors.ts';
import { updateDocument } from '#kit/store/document.ts';
import { type Job, type JobChange, JobDocument, type JobRequest, nextJob, queuedJob } from '#schema/store/job.ts';
import type { Context } from './context.ts';

/** What rings when a job changes. */
export const jobBell = (id: string): string => `job:${id}`;

/** The job when it is `userId`'s and makes images; anything else answers like one that does not exist: `EVENT_001`. */
export const ownJob = (job: Job | null, userId: string): Job => {
  if (job === null || job.ownerId !== userId || job.kind !== 'images') throw new CodedError('EVENT_001');
  return job;
};

/** The job as it stands in the store; made there from its request when the store has none. */
export const ensureJob = async ({ store }: Context, request: JobRequest): Promise<Job> =>
  (await updateDocument(store, JobDocument, request.jobId, (job) => (job === null ? queuedJob('images', request) : null)))!;

/** Changes the job by compare-and-set and rings; a finished job or one past its deadline stays as it is. Returns what stands afterwards. */
export const changeJob = async ({ store, doorbell, now }: Context, request: JobRequest, change: JobChange): Promise<Job> => {
  const job = await updateDocument(store, JobDocument, request.jobId, (current) =>
    nextJob(current ?? queuedJob('images', request), change, now()),
  );
  doorbell.ring(jobBell(request.jobId));
  return job ?? queuedJob('images', request);
};
