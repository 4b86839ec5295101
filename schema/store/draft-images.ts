import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { Image } from '../image.ts';
import { lifetimes } from './lifetimes.ts';

/** `content:images:{draftId}` (spec §5, Content): what can be chosen for a draft, each image with the job that made it. */
export const DraftImagesDocument = defineDocument({
  name: 'content:images:{draftId}',
  key: (draftId: string) => `content:images:${draftId}`,
  description: 'The metadata of a draft’s images, written as each is made and before its job is SUCCEEDED; `chooseImage` checks here.',
  writer: 'content',
  readers: ['content', 'event'],
  ttlMs: lifetimes.draft,
  schema: z.object({ draftId: z.uuid(), ownerId: z.uuid(), images: z.array(Image.extend({ jobId: z.uuid() })) }),
});
export type DraftImages = z.infer<typeof DraftImagesDocument.schema>;
