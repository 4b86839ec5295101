import type { Image as ImageMetadata } from '#schema/image.ts';
import type { Draft } from '#schema/store/draft.ts';
import type { Job } from '#schema/store/job.ts';

/** What the resolvers of a type get as their parent, under the type's name in the schema. */
export type Image = Omit<ImageMetadata, 'url' | 'createdAt'> & { createdAt: Date | string };
export type ImageJob = Job;
export type EventDraft = Draft;
