import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ImagePlatform, ImageStyle } from '#schema/enums.ts';

/** A request whose message is in the outbox: what a job is made from when the store lacks it. Kept for a day. */
export const ImageRequestEntity = defineEntity({
  name: 'ImageRequest',
  tableName: 'image_requests',
  properties: {
    jobId: p.uuid().primary(),
    draftId: p.uuid(),
    ownerId: p.uuid(),
    styles: p.array().$type<ImageStyle[]>(),
    platforms: p.array().$type<ImagePlatform[]>(),
    requestedAt: p.datetime(3),
    deadline: p.datetime(3),
    /** The image that a regenerated one takes the place of. */
    replaces: p.uuid().strictNullable(),
  },
});

export type ImageRequestRow = InferEntity<typeof ImageRequestEntity>;
