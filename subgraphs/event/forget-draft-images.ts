import { readDocuments } from '#kit/store/document.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { lifetimes } from '#schema/store/lifetimes.ts';
import type { Context } from './context.ts';

const AT_ONCE = 200;

/** A task: forgets the images of drafts that were discarded or have expired and never became events, once a draft's lifetime has passed since. */
export const forgetDraftImages = async (ctx: Context): Promise<void> => {
  for (let after: string | null = null; ; ) {
    const drafts = await unpublishedDrafts(ctx, after);
    await forget(ctx, drafts);
    if (drafts.length < AT_ONCE) return;
    after = drafts.at(-1)!;
  }
};

const unpublishedDrafts = async ({ database, now }: Context, after: string | null): Promise<string[]> => {
  const rows = await database.sql<{ draftId: string }>(
    `select draft_id as "draftId" from draft_images
     where completed_at < $1 and ($2::uuid is null or draft_id > $2::uuid) and not exists (select from events where id = draft_id)
     order by draft_id limit ${AT_ONCE}`,
    [new Date(now().getTime() - lifetimes.draft).toISOString(), after],
  );
  return rows.map(({ draftId }) => draftId);
};

/** A draft that is still edited, or just being published, keeps its images. */
const forget = async ({ store, database }: Context, ids: readonly string[]): Promise<void> => {
  const drafts = await readDocuments(store, DraftDocument, ids);
  const gone = ids.filter((_, at) => !drafts[at] || drafts[at].state === 'DISCARDED');
  await database.sql('delete from draft_images where draft_id = any($1::uuid[]) and not exists (select from events where id = draft_id)', [
    gone,
  ]);
};
