import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Channel, Industry, Objective } from '#schema/enums.ts';

/** An event as it was approved; its id is its draft's. Only `publishEvent` inserts it; only its end changes it. */
export const EventEntity = defineEntity({
  name: 'Event',
  tableName: 'events',
  properties: {
    id: p.uuid().primary(),
    ownerId: p.uuid(),
    objective: p.text().$type<Objective>(),
    storeName: p.text(),
    storeIndustry: p.text().$type<Industry>(),
    storeAddress: p.text(),
    title: p.text(),
    description: p.text(),
    prize: p.text(),
    participationMethod: p.text(),
    imageId: p.uuid(),
    imageUrl: p.text(),
    channels: p.array().$type<Channel[]>(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
    /** When it ended, by its owner or by its date; set together with `event.ended`, which is therefore published once. */
    endedAt: p.datetime(3).strictNullable(),
    createdAt: p.datetime(3),
    estimatedCost: p.decimal('string'),
    targetRoi: p.decimal('string').strictNullable(),
    revenuePerParticipant: p.decimal('string'),
  },
});

export type EventRow = InferEntity<typeof EventEntity>;
