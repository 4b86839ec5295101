import type { JobRequest } from '#schema/store/job.ts';
import type { ImageRequestRow } from './image-request.entity.ts';

/** What a job follows from, out of its row. */
export const jobRequestOf = ({ jobId, draftId, ownerId, requestedAt, deadline }: ImageRequestRow): JobRequest => ({
  jobId,
  draftId,
  ownerId,
  requestedAt: requestedAt.toISOString(),
  deadline: deadline.toISOString(),
});
