import { longReaction } from '#kit/reaction.ts';
import { ImagesRequested } from '#schema/events/content.ts';
import type { Context } from './context.ts';
import { makeImages } from './make-images.ts';

/** Makes the images of a job (spec §4, long work): under a lease, ended by one transaction with `content.completed`. */
export const onImagesRequested = longReaction({
  name: 'content.make-images',
  on: [ImagesRequested],
  work: (ctx: Context, { data }, signal) => makeImages(ctx, data, signal),
});
