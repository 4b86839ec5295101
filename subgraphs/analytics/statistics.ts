import type { Channel } from '#schema/enums.ts';

/** What a channel said when it had finished with an event: what it promises and charges. */
export type Delivery = { done: boolean; expectedViews: number; cost: string; completedAt: Date };

/** A channel's own absolute figures at a moment. */
export type Measurement = { impressions: number; cost: string; measuredAt: Date };

export type ChannelStatistics = { channel: Channel; participants: number; delivery: Delivery | null; measurement: Measurement | null };

/**
 * All that analytics knows of an event: what its messages say, folded (spec §5, Analytics). Decimals are exact texts of scale 2, money
 * in won. Without an owner until `event.created` has come.
 */
export type Statistics = {
  eventId: string;
  ownerId: string | null;
  createdAt: Date | null;
  endedAt: Date | null;
  estimatedCost: string;
  revenuePerParticipant: string;
  targetRoi: string;
  participants: number;
  firstEntryAt: Date | null;
  lastEntryAt: Date | null;
  /** In the order of the enum. */
  channels: ChannelStatistics[];
  version: number;
  updatedAt: Date;
};

/** The statistics of an event of which nothing is known. */
export const noStatistics = (eventId: string, now: Date): Statistics => ({
  eventId,
  ownerId: null,
  createdAt: null,
  endedAt: null,
  estimatedCost: '0.00',
  revenuePerParticipant: '0.00',
  targetRoi: '0.00',
  participants: 0,
  firstEntryAt: null,
  lastEntryAt: null,
  channels: [],
  version: 0,
  updatedAt: now,
});
