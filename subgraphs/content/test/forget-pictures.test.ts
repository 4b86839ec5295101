import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDocument, updateDocument } from '#kit/store/document.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { TestService } from '#kit/testing/test-service.ts';
import { EventCreated } from '#schema/events/event.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import type { Context } from '../context.ts';
import { forgetPictures } from '../forget-pictures.ts';
import { GENERATE, IMAGE, seedDraft, settled, startContent } from './content-service.ts';
import { createPacedProvider } from './paced-provider.ts';

const DAY = 24 * 3_600_000;

describe('forgetPictures', () => {
  let content: TestService<Context>;
  beforeAll(async () => {
    content = await startContent({ imageProvider: createPacedProvider() });
  });
  afterAll(() => content?.close());

  /** A draft with one picture; gives both. */
  const draftWithImage = async (): Promise<{ draft: Draft; imageId: string }> => {
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['SIMPLE'], platforms: ['KAKAO'] };
    await settled(content, (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages.id);
    const listed = await readDocument(content.context.store, DraftImagesDocument, draft.id);
    return { draft, imageId: listed!.images[0]!.id };
  };
  const becomes = ({ id }: Draft, state: Draft['state']) =>
    updateDocument(content.context.store, DraftDocument, id, (draft) => draft && { ...draft, state });
  const expires = ({ id }: Draft) => content.context.store.delete(DraftDocument.key(id));
  const forget = (changes: Partial<Context> = {}) => forgetPictures({ ...content.context, ...changes });
  const inDays = (days: number) => forget({ now: () => new Date(Date.now() + days * DAY) });
  const exists = async (imageId: string) => [
    (await content.context.imageStore.open(imageId)) !== null,
    (await content.ask(IMAGE, { id: imageId })).data?.image !== null,
  ];
  const draftsKept = ({ id }: Draft) =>
    content.context.database.sql<{ published: boolean }>('select published from image_drafts where draft_id = $1', [id]);
  const isPublished = ({ id, ownerId }: Draft) =>
    content.context.transaction(async ({ publish }) => {
      const [startsAt, endsAt] = [new Date().toISOString(), new Date(Date.now() + DAY).toISOString()];
      const about = { objective: 'REVISIT' as const, title: '단골 잔치', channels: ['SNS' as const], createdAt: startsAt };
      const money = { estimatedCost: '1.00', revenuePerParticipant: '1.00', targetRoi: null };
      publish(EventCreated, { eventId: id, ownerId, startsAt, endsAt, ...about, ...money });
    });
  const heardOf = (draft: Draft) => eventually(async () => expect(await draftsKept(draft)).toEqual([{ published: true }]));

  it('deletes the pictures of discarded drafts at once, and those of no other', async () => {
    const [open, published, discarded, expired] = [
      await draftWithImage(),
      await draftWithImage(),
      await draftWithImage(),
      await draftWithImage(),
    ];
    await becomes(published.draft, 'PUBLISHED');
    await becomes(discarded.draft, 'DISCARDED');
    await expires(expired.draft);
    await forget();
    expect(await exists(discarded.imageId)).toEqual([false, false]);
    expect(await readDocument(content.context.store, DraftImagesDocument, discarded.draft.id)).toBeNull();
    for (const { imageId } of [open, published, expired]) expect(await exists(imageId)).toEqual([true, true]);
  });

  it('deletes the pictures of a draft that expired unpublished, a week after it left the store, and keeps those of one that is still edited', async () => {
    const [expired, edited] = [await draftWithImage(), await draftWithImage()];
    await expires(expired.draft);
    await inDays(30);
    await inDays(36.9);
    expect(await exists(expired.imageId)).toEqual([true, true]);
    await inDays(37.1);
    expect(await exists(expired.imageId)).toEqual([false, false]);
    expect(await exists(edited.imageId)).toEqual([true, true]);
  });

  it('keeps the pictures of an event for ever, also when its event.created comes after its draft has left the store', async () => {
    const [early, late] = [await draftWithImage(), await draftWithImage()];
    await isPublished(early.draft);
    await heardOf(early.draft);
    for (const { draft } of [early, late]) await expires(draft);
    await inDays(0);
    await isPublished(late.draft);
    await heardOf(late.draft);
    await inDays(30);
    await inDays(60);
    for (const { imageId } of [early, late]) expect(await exists(imageId)).toEqual([true, true]);
  });

  it('keeps the pictures of an event whose event.created never came, because its draft was seen as PUBLISHED', async () => {
    const { draft, imageId } = await draftWithImage();
    await becomes(draft, 'PUBLISHED');
    await inDays(0);
    await expires(draft);
    await inDays(30);
    await inDays(60);
    expect(await exists(imageId)).toEqual([true, true]);
  });

  it('waits a whole week anew when a draft is in the store again', async () => {
    const { draft, imageId } = await draftWithImage();
    await expires(draft);
    await inDays(0);
    await seedDraft(content, draft);
    await inDays(6);
    await expires(draft);
    await inDays(8);
    expect(await exists(imageId)).toEqual([true, true]);
    await inDays(15.1);
    expect(await exists(imageId)).toEqual([false, false]);
  });

  it('does the same when two replicas do it at once, and forgets the draft with its last request', async () => {
    const { draft, imageId } = await draftWithImage();
    await becomes(draft, 'DISCARDED');
    await Promise.all([forget(), forget()]);
    expect(await exists(imageId)).toEqual([false, false]);
    expect(await draftsKept(draft)).toEqual([{ published: false }]);
    await content.context.database.sql('delete from image_requests where draft_id = $1', [draft.id]);
    await Promise.all([forget(), forget()]);
    expect(await draftsKept(draft)).toEqual([]);
  });

  it('finds the picture that a running job made after its draft was discarded and cleaned up', async () => {
    const { draft, imageId } = await draftWithImage();
    await becomes(draft, 'DISCARDED');
    await forget();
    const late = randomUUID();
    await content.context.imageStore.put(late, new Uint8Array([1]));
    await content.context.database.sql(
      `insert into images (id, job_id, draft_id, owner_id, style, platform, width, height, variant, provider, created_at)
       values ($1, $2, $3, $4, 'SIMPLE', 'NAVER', 800, 600, 0, 'poster', now())`,
      [late, randomUUID(), draft.id, draft.ownerId],
    );
    await forget();
    for (const id of [imageId, late]) expect(await exists(id)).toEqual([false, false]);
  });

  it('finds again what a failing store of files has left', async () => {
    const { draft, imageId } = await draftWithImage();
    await becomes(draft, 'DISCARDED');
    const away = { ...content.context.imageStore, delete: () => Promise.reject(new Error('The store is away.')) };
    await expect(forget({ imageStore: away })).rejects.toThrow('The store is away.');
    await forget();
    expect(await exists(imageId)).toEqual([false, false]);
  });
});
