import { CodedError } from '#kit/errors.ts';
import type { Recommendation } from '#schema/recommendation.ts';
import type { Job } from '#schema/store/job.ts';
import type { Recommendations } from '#schema/store/recommendations.ts';

/** The job when it is `userId`'s and makes recommendations; anything else answers like one that does not exist: `EVENT_001`. */
export const ownJob = (job: Job | null, userId: string): Job => {
  if (job === null || job.ownerId !== userId || job.kind !== 'recommendations') throw new CodedError('EVENT_001');
  return job;
};

/** The plans that a job made: none before it has succeeded, none once a newer job's have replaced them. */
export const plansOf = (job: Job, made: Recommendations | null): Recommendation[] =>
  job.status === 'SUCCEEDED' && made?.jobId === job.id ? made.recommendations : [];
