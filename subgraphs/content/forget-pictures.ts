import { readDocuments } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { lifetimes } from '#schema/store/lifetimes.ts';
import type { Context } from './context.ts';
import { ImageEntity } from './image.entity.ts';

/** How long after its draft has left the store an `event.created` is waited for: as long as topics keep messages. */
const LATE_MS = lifetimes.draft;
const AT_ONCE = 200;

type Found = { id: string; draft: Draft | null };

/**
 * A task: deletes the pictures of drafts that never become events. A discarded one's go at once; those of an expired one when its draft has
 * been gone for a week and no event is known of. Nothing is published without its draft in the store (spec §5 Event), where it then stays as
 * PUBLISHED for a week: so each event is heard of twice, here and by `event.created`.
 */
export const forgetPictures = async (ctx: Context): Promise<void> => {
  for (let after: string | null = null; ; ) {
    const ids = await undecidedDrafts(ctx, after);
    const drafts = await readDocuments(ctx.store, DraftDocument, ids);
    const found = ids.map((id, at): Found => ({ id, draft: drafts[at] ?? null }));
    await keepFindings(ctx, found);
    await forget(ctx, await abandonedOf(ctx, found));
    if (ids.length < AT_ONCE) return;
    after = ids.at(-1)!;
  }
};

const undecidedDrafts = async ({ database }: Context, after: string | null): Promise<string[]> => {
  const rows = await database.sql<{ id: string }>(
    `select draft_id as id from image_drafts where not published and ($1::uuid is null or draft_id > $1::uuid) order by 1 limit ${AT_ONCE}`,
    [after],
  );
  return rows.map(({ id }) => id);
};

const keepFindings = async ({ database, now }: Context, found: readonly Found[]): Promise<void> => {
  await database.sql(
    `update image_drafts set published = published or state is not distinct from 'PUBLISHED', gone_since = case when state is null then coalesce(gone_since, $3) end
     from unnest($1::uuid[], $2::text[]) as found (id, state)
     where draft_id = id and (state = 'PUBLISHED' or (state is null) <> (gone_since is not null))`,
    [found.map(({ id }) => id), found.map(({ draft }) => draft?.state ?? null), now().toISOString()],
  );
};

const abandonedOf = async ({ database, now }: Context, found: readonly Found[]): Promise<string[]> => {
  const discarded = found.filter(({ draft }) => draft?.state === 'DISCARDED');
  const gone = found.filter(({ draft }) => draft === null);
  const rows = await database.sql<{ id: string }>(
    `select draft_id as id from image_drafts
     where not published and (draft_id = any($1::uuid[]) or (draft_id = any($2::uuid[]) and gone_since <= $3))`,
    [discarded.map(({ id }) => id), gone.map(({ id }) => id), new Date(now().getTime() - LATE_MS).toISOString()],
  );
  return rows.map(({ id }) => id);
};

/**
 * Files go before their rows, so that what a failure leaves is found again. A draft is looked after while a request of it is kept: its job
 * may still be making pictures.
 */
const forget = async (ctx: Context, draftIds: readonly string[]): Promise<void> => {
  if (draftIds.length === 0) return;
  const { database, store } = ctx;
  for (const id of draftIds) await store.delete(DraftImagesDocument.key(id));
  for (let count = AT_ONCE; count === AT_ONCE; ) count = await forgetSome(ctx, draftIds);
  await database.sql(
    `delete from image_drafts d where draft_id = any($1::uuid[]) and not published
       and not exists (select from images where draft_id = d.draft_id) and not exists (select from image_requests where draft_id = d.draft_id)`,
    [draftIds],
  );
};

const forgetSome = async ({ database, imageStore }: Context, draftIds: readonly string[]): Promise<number> => {
  const rows = await database.sql<{ id: string }>(
    `select images.id from images join image_drafts using (draft_id) where draft_id = any($1::uuid[]) and not published limit ${AT_ONCE}`,
    [draftIds],
  );
  for (const { id } of rows) await imageStore.delete(id);
  await database.em().nativeDelete(ImageEntity, { id: { $in: rows.map(({ id }) => id) } });
  return rows.length;
};
