import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** The images that `content.completed` brought for a draft, published or not; the newest message's. */
export const DraftImagesEntity = defineEntity({
  name: 'DraftImages',
  tableName: 'draft_images',
  properties: {
    draftId: p.uuid().primary(),
    images: p.json<{ id: string; url: string }[]>(),
    completedAt: p.datetime(3),
  },
});

export type DraftImagesRow = InferEntity<typeof DraftImagesEntity>;
