import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DraftDocument } from '#schema/store/draft.ts';
import { forgetDraftImages } from '../forget-draft-images.ts';
import { anOwner, completeDraft, createDraft, DISCARD, type EventService, publishedEvent, startEventService } from './event-service.ts';

let event: EventService;
beforeAll(async () => {
  event = await startEventService();
});
afterAll(() => event.close());

const keepImages = (draftId: string) =>
  event.context.database.sql('insert into draft_images (draft_id, images, completed_at) values ($1, $2::jsonb, $3)', [
    draftId,
    '[]',
    new Date(),
  ]);
const kept = async (): Promise<unknown[]> =>
  (await event.context.database.sql<{ id: string }>('select draft_id as id from draft_images order by 1')).map(({ id }) => id);
const inDays = (days: number) => forgetDraftImages({ ...event.context, now: () => new Date(Date.now() + days * 86_400_000) });

describe('the images of drafts', () => {
  it('that were discarded or have expired are forgotten after a draft’s lifetime; those of events and of open drafts stay', async () => {
    const owner = anOwner();
    const [open, discarded, published, expired] = [
      await createDraft(event, owner),
      await completeDraft(event, owner),
      await publishedEvent(event, owner),
      await createDraft(event, owner),
    ];
    await event.ask(DISCARD, { id: discarded }, owner);
    await event.context.store.delete(DraftDocument.key(expired));
    for (const id of [open, discarded, published, expired]) await keepImages(id);
    await inDays(6.9);
    expect(await kept()).toHaveLength(4);
    await inDays(7.1);
    expect(await kept()).toEqual([open, published].sort());
  });

  it('are forgotten page by page, however many', async () => {
    await event.context.database.sql(`insert into draft_images select gen_random_uuid(), '[]'::jsonb, now() from generate_series(1, 450)`);
    await inDays(7.1);
    expect((await kept()).length).toBe(2);
  });
});
