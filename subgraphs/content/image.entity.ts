import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ImagePlatform, ImageStyle } from '#schema/enums.ts';

/** A picture that was made, for ever; its file is in the image store under the same id. */
export const ImageEntity = defineEntity({
  name: 'Image',
  tableName: 'images',
  properties: {
    id: p.uuid().primary(),
    jobId: p.uuid(),
    draftId: p.uuid(),
    ownerId: p.uuid(),
    style: p.text().$type<ImageStyle>(),
    platform: p.text().$type<ImagePlatform>(),
    width: p.integer(),
    height: p.integer(),
    /** How often the draft's pictures had been made before: each time they look different. */
    variant: p.integer(),
    /** The name of the provider that made it. */
    provider: p.text(),
    createdAt: p.datetime(3),
  },
});

export type ImageRow = InferEntity<typeof ImageEntity>;
