import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { JobStatus } from '../enums.ts';
import { errorCatalogue } from '../errors.ts';
import { lifetimes } from './lifetimes.ts';

const JobKind = z.enum(['recommendations', 'images']);

/** `job:{id}` (spec §4): how far a job is. Written only through `nextJob`, read only through `jobAt`. */
export const JobDocument = defineDocument({
  name: 'job:{id}',
  key: (id: string) => `job:${id}`,
  description: 'A job’s state, changed by compare-and-set, with the deadline from which readers derive TIMED_OUT.',
  writer: 'event and ai (recommendations), content (images)',
  readers: ['event', 'content', 'ai'],
  ttlMs: lifetimes.job,
  schema: z.object({
    id: z.uuid(),
    kind: JobKind,
    draftId: z.uuid(),
    ownerId: z.uuid(),
    status: JobStatus,
    /** 0 to 100. */
    progress: z.int().min(0).max(100),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    version: z.int().positive(),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    deadline: z.iso.datetime(),
  }),
});
export type Job = z.infer<typeof JobDocument.schema>;
export type JobKind = Job['kind'];

/** The members of a job's request message that its state follows from. */
export type JobRequest = { jobId: string; draftId: string; ownerId: string; requestedAt: string; deadline: string };

/** The first state of a job, the same for everyone who makes it from the same message. */
export const queuedJob = (kind: JobKind, { jobId, draftId, ownerId, requestedAt, deadline }: JobRequest): Job => ({
  id: jobId,
  kind,
  draftId,
  ownerId,
  status: 'QUEUED',
  progress: 0,
  error: null,
  version: 1,
  requestedAt,
  finishedAt: null,
  deadline,
});

/** Whether the status is final: the job changes no more and its live value completes. */
export const isFinished = ({ status }: { status: JobStatus }): boolean => status !== 'QUEUED' && status !== 'RUNNING';

const timeoutCode = { recommendations: 'AI_002', images: 'CONTENT_002' } as const;

/** The job as it is at `now`: one that is unfinished at its deadline has timed out, whatever stands in the store. */
export const jobAt = (job: Job, now: Date): Job => {
  if (isFinished(job) || now.getTime() < Date.parse(job.deadline)) return job;
  const code = timeoutCode[job.kind];
  return {
    ...job,
    status: 'TIMED_OUT',
    error: { code, message: errorCatalogue[code] },
    version: job.version + 1,
    finishedAt: job.deadline,
  };
};

/** What a worker may change; progress never goes back. */
export type JobChange = { status: 'RUNNING' | 'SUCCEEDED' | 'FAILED'; progress?: number; error?: { code: string; message: string } };

/** The job's next state, or null when it is finished or past its deadline and the change is refused. */
export const nextJob = (job: Job, change: JobChange, now: Date): Job | null => {
  if (isFinished(jobAt(job, now))) return null;
  const progress = change.status === 'SUCCEEDED' ? 100 : Math.max(job.progress, change.progress ?? 0);
  return {
    ...job,
    status: change.status,
    progress,
    error: change.error ?? null,
    version: job.version + 1,
    finishedAt: isFinished(change) ? now.toISOString() : null,
  };
};
