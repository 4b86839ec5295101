import { reaction } from '#kit/reaction.ts';
import { ContentCompleted } from '#schema/events/content.ts';
import type { Context } from './context.ts';

/** Keeps a draft's images, whether it is published yet, never will be, or was long ago; an older message than the one kept changes nothing. */
export const onContentCompleted = reaction({
  name: 'event.keep-images',
  on: [ContentCompleted],
  handle: async (_ctx: Context, { sql }, messages) => {
    const { draftId, images, completedAt } = messages
      .map(({ data }) => data)
      .reduce((newest, next) => (next.completedAt >= newest.completedAt ? next : newest));
    await sql(
      `insert into draft_images (draft_id, images, completed_at) values ($1, $2::jsonb, $3)
       on conflict (draft_id) do update set images = excluded.images, completed_at = excluded.completed_at
       where draft_images.completed_at <= excluded.completed_at`,
      [draftId, JSON.stringify(images.map(({ id, url }) => ({ id, url }))), completedAt],
    );
  },
});
