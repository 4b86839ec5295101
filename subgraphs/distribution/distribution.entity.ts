import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Channel } from '#schema/enums.ts';

/** One event on its way to its channels. Its row is locked before each change of it or of its channels. */
export const DistributionEntity = defineEntity({
  name: 'Distribution',
  tableName: 'distributions',
  properties: {
    eventId: p.uuid().primary(),
    /** Null while only the event's end is known (its `event.created` is late). */
    ownerId: p.uuid().strictNullable(),
    title: p.text(),
    startsAt: p.datetime(3).strictNullable(),
    endsAt: p.datetime(3).strictNullable(),
    endedAt: p.datetime(3).strictNullable(),
    version: p.integer(),
  },
});

export type DistributionRow = InferEntity<typeof DistributionEntity>;

export type ChannelStatus = 'PENDING' | 'SENDING' | 'DONE' | 'FAILED' | 'CANCELLED';

/** One event in one channel. */
export const ChannelDistributionEntity = defineEntity({
  name: 'ChannelDistribution',
  tableName: 'channel_distributions',
  properties: {
    eventId: p.uuid().primary(),
    channel: p.text().$type<Channel>().primary(),
    status: p.text().$type<ChannelStatus>(),
    attempts: p.integer(),
    expectedViews: p.integer(),
    cost: p.decimal('string'),
    externalId: p.text().strictNullable(),
    error: p.text().strictNullable(),
    completedAt: p.datetime(3).strictNullable(),
    /** When a sender may take it: a SENDING one when its lease lapses; null for one that nobody takes by itself. */
    dueAt: p.datetime(3).strictNullable(),
    /** Attempts that are left before only `retryDistribution` helps. */
    attemptsLeft: p.integer(),
    /** Who sends it now. */
    lease: p.uuid().strictNullable(),
  },
});

export type ChannelRow = InferEntity<typeof ChannelDistributionEntity>;
