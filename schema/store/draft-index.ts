import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

/** `drafts:user:{userId}`: finds one owner's drafts. An entry whose draft has expired is passed over and removed by the next write. */
export const DraftIndexDocument = defineDocument({
  name: 'drafts:user:{userId}',
  key: (userId: string) => `drafts:user:${userId}`,
  description: 'The ids of an owner’s drafts, the newest first, for `myDrafts`.',
  writer: 'event',
  readers: ['event'],
  ttlMs: lifetimes.draft,
  schema: z.array(z.object({ draftId: z.uuid(), expiresAt: z.iso.datetime() })),
});
export type DraftIndex = z.infer<typeof DraftIndexDocument.schema>;
