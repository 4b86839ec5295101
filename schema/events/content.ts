import { z } from 'zod';
import { defineEvent } from '#kit/define-event.ts';
import { ImagePlatform, ImageStyle } from '../enums.ts';
import { Image } from '../image.ts';

/** A job for content itself. `replaces`: the image that a regenerated one takes the place of; null when all are made. */
export const ImagesRequested = defineEvent({
  type: 'image-generation',
  description:
    'A job: make the posters of a draft, one for each style and platform (이미지 생성). Published when an owner requests images.',
  publisher: 'content',
  key: (data) => data.draftId,
  schema: z.object({
    jobId: z.uuid(),
    draftId: z.uuid(),
    ownerId: z.uuid(),
    styles: z.array(ImageStyle).min(1),
    platforms: z.array(ImagePlatform).min(1),
    requestedAt: z.iso.datetime(),
    deadline: z.iso.datetime(),
    replaces: z.uuid().nullable(),
  }),
});

/** `images`: all that the draft has after the job, not only those the job made. */
export const ContentCompleted = defineEvent({
  type: 'content.completed',
  description: 'The posters of a draft are ready (이미지 생성 완료됨), before or after its publication.',
  publisher: 'content',
  key: (data) => data.draftId,
  schema: z.object({
    jobId: z.uuid(),
    draftId: z.uuid(),
    ownerId: z.uuid(),
    images: z.array(Image).min(1),
    completedAt: z.iso.datetime(),
  }),
});

export type ImagesRequestedData = z.infer<typeof ImagesRequested.schema>;
export type ContentCompletedData = z.infer<typeof ContentCompleted.schema>;
