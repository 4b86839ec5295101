import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

/** `content:job:{draftId}`: finds the newest job that makes images for a draft. */
export const LatestImageJobDocument = defineDocument({
  name: 'content:job:{draftId}',
  key: (draftId: string) => `content:job:${draftId}`,
  description: 'The id of a draft’s newest image job, for `EventDraft.imageJob`.',
  writer: 'content',
  readers: ['content'],
  ttlMs: lifetimes.job,
  schema: z.object({ jobId: z.uuid() }),
});
export type LatestImageJob = z.infer<typeof LatestImageJobDocument.schema>;
