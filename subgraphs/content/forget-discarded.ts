import { readDocuments } from '#kit/store/document.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { lifetimes } from '#schema/store/lifetimes.ts';
import type { Context } from './context.ts';
import { ImageEntity } from './image.entity.ts';

/** Drafts may be edited, and discarded, long after their pictures were made. */
const LOOKED_AT_MS = 5 * lifetimes.draft;
const AT_ONCE = 200;

/**
 * A task: deletes the pictures of discarded drafts, files first, so that what is left by a failure is found again. A discarded draft never
 * becomes an event (spec §5 Event). Pictures of drafts that the store does not know any more stay: most of them are events'.
 */
export const forgetDiscarded = async (ctx: Context): Promise<void> => {
  for (let after: string | null = null; ; ) {
    const ids = await draftsWithImages(ctx, after);
    const drafts = await readDocuments(ctx.store, DraftDocument, ids);
    for (const draft of drafts) if (draft?.state === 'DISCARDED') await deleteImages(ctx, draft.id);
    if (ids.length < AT_ONCE) return;
    after = ids.at(-1)!;
  }
};

const draftsWithImages = async ({ database, now }: Context, after: string | null): Promise<string[]> => {
  const rows = await database.sql<{ id: string }>(
    `select distinct draft_id as id from images where created_at > $1 and ($2::uuid is null or draft_id > $2::uuid) order by 1 limit ${AT_ONCE}`,
    [new Date(now().getTime() - LOOKED_AT_MS).toISOString(), after],
  );
  return rows.map(({ id }) => id);
};

const deleteImages = async ({ database, store, imageStore }: Context, draftId: string): Promise<void> => {
  const em = database.em();
  const images = await em.find(ImageEntity, { draftId }, { fields: ['id'] });
  await store.delete(DraftImagesDocument.key(draftId));
  for (const { id } of images) await imageStore.delete(id);
  await em.nativeDelete(ImageEntity, { id: { $in: images.map(({ id }) => id) } });
};
