import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDocument, updateDocument } from '#kit/store/document.ts';
import type { TestService } from '#kit/testing/test-service.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import type { Context } from '../context.ts';
import { forgetDiscarded } from '../forget-discarded.ts';
import { GENERATE, IMAGE, seedDraft, settled, startContent } from './content-service.ts';
import { createPacedProvider } from './paced-provider.ts';

describe('forgetDiscarded', () => {
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
  const exists = async (imageId: string) => [
    (await content.context.imageStore.open(imageId)) !== null,
    (await content.ask(IMAGE, { id: imageId })).data?.image !== null,
  ];

  it('deletes the pictures of discarded drafts, and those of no other', async () => {
    const [open, published, discarded, expired] = [
      await draftWithImage(),
      await draftWithImage(),
      await draftWithImage(),
      await draftWithImage(),
    ];
    await becomes(published.draft, 'PUBLISHED');
    await becomes(discarded.draft, 'DISCARDED');
    await content.context.store.delete(DraftDocument.key(expired.draft.id));
    await forgetDiscarded(content.context);
    expect(await exists(discarded.imageId)).toEqual([false, false]);
    expect(await readDocument(content.context.store, DraftImagesDocument, discarded.draft.id)).toBeNull();
    for (const { imageId } of [open, published, expired]) expect(await exists(imageId)).toEqual([true, true]);
  });

  it('finds again what a failing store of files has left', async () => {
    const { draft, imageId } = await draftWithImage();
    await becomes(draft, 'DISCARDED');
    const away = { ...content.context.imageStore, delete: () => Promise.reject(new Error('The store is away.')) };
    await expect(forgetDiscarded({ ...content.context, imageStore: away })).rejects.toThrow('The store is away.');
    await forgetDiscarded(content.context);
    expect(await exists(imageId)).toEqual([false, false]);
  });
});
