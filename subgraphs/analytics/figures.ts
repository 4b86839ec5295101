import { Decimal } from 'decimal.js';
import { decimal } from '#kit/scalars.ts';
import { Channel } from '#schema/enums.ts';
import type { ChannelStatistics, Statistics } from './statistics.ts';

/** Digits enough that only the last step, to two of them after the point, rounds. */
const Exact = Decimal.clone({ precision: 60 });

type Sums = { participants: number; views: number; cost: Decimal; revenue: Decimal };
type ChannelSums = Sums & { channel: Channel };

/** One event's figures (spec §5, Analytics), as the graph names them; the rest is for what is read beside them. */
export const eventFigures = (statistics: Statistics) => {
  const { eventId, targetRoi, version, updatedAt, firstEntryAt, lastEntryAt, endedAt } = statistics;
  const channels = channelSums(statistics);
  const { views, ...sums } = eventSums(statistics, channels);
  return {
    eventId,
    participants: sums.participants,
    totalViews: views,
    conversionRate: conversionRate(sums.participants, views),
    totalCost: decimal(sums.cost),
    revenue: decimal(sums.revenue),
    roi: roi(sums),
    targetRoi,
    channels: channels.map(channelFigures),
    version,
    updatedAt,
    entries: { eventIds: [eventId], firstAt: firstEntryAt, lastAt: lastEntryAt, endedAt },
  };
};

/** The figures of all of a user's events together. `now` stands for the last change where there has been none. */
export const userFigures = (userId: string, events: readonly Statistics[], now: Date) => {
  const byEvent = events.map((statistics) => ({ statistics, channels: channelSums(statistics) }));
  const { participants, views, cost, revenue } = total(byEvent.map(({ statistics, channels }) => eventSums(statistics, channels)));
  const channels = Channel.options.flatMap((channel) => {
    const parts = byEvent.flatMap((event) => event.channels.filter((each) => each.channel === channel));
    return parts.length === 0 ? [] : [{ channel, ...total(parts) }];
  });
  const entryTimes = events.flatMap(({ firstEntryAt, lastEntryAt }) => [firstEntryAt, lastEntryAt]).filter((at) => at !== null);
  return {
    userId,
    events: events.length,
    participants,
    totalViews: views,
    totalCost: decimal(cost),
    revenue: decimal(revenue),
    roi: roi({ cost, revenue }),
    channels: channels.map(channelFigures),
    roiDetails: byEvent.map(({ statistics, channels }) => eventRoi(statistics, eventSums(statistics, channels))),
    version: events.reduce((sum, { version }) => sum + version, 0),
    updatedAt: latest(events.map(({ updatedAt }) => updatedAt)) ?? now,
    entries: { eventIds: events.map(({ eventId }) => eventId), firstAt: earliest(entryTimes), lastAt: latest(entryTimes), endedAt: null },
  };
};

export type EventFigures = ReturnType<typeof eventFigures>;
export type UserFigures = ReturnType<typeof userFigures>;
/** Whose entries to count, and between when they lie. */
export type Entries = { eventIds: string[]; firstAt: Date | null; lastAt: Date | null; endedAt: Date | null };

const channelSums = ({ channels, revenuePerParticipant }: Statistics): ChannelSums[] =>
  channels.map((known) => ({
    channel: known.channel,
    participants: known.participants,
    ...viewsAndCost(known),
    revenue: new Exact(revenuePerParticipant).times(known.participants),
  }));

/** What was measured, else what was promised by a channel that has sent. */
const viewsAndCost = ({ delivery, measurement }: ChannelStatistics): Pick<Sums, 'views' | 'cost'> => {
  if (measurement !== null) return { views: measurement.impressions, cost: new Exact(measurement.cost) };
  if (delivery?.done) return { views: delivery.expectedViews, cost: new Exact(delivery.cost) };
  return { views: 0, cost: new Exact(0) };
};

const eventSums = ({ participants, estimatedCost, revenuePerParticipant }: Statistics, channels: readonly ChannelSums[]): Sums => {
  const { views, cost } = total(channels);
  return { participants, views, cost: cost.plus(estimatedCost), revenue: new Exact(revenuePerParticipant).times(participants) };
};

const total = (parts: readonly Sums[]): Sums =>
  parts.reduce<Sums>(
    (sum, part) => ({
      participants: sum.participants + part.participants,
      views: sum.views + part.views,
      cost: sum.cost.plus(part.cost),
      revenue: sum.revenue.plus(part.revenue),
    }),
    { participants: 0, views: 0, cost: new Exact(0), revenue: new Exact(0) },
  );

const channelFigures = ({ channel, participants, views, cost, revenue }: ChannelSums) => ({
  channel,
  impressions: views,
  participants,
  conversionRate: conversionRate(participants, views),
  cost: decimal(cost),
  roi: roi({ cost, revenue }),
});

const eventRoi = ({ eventId, targetRoi }: Statistics, { cost, revenue }: Sums) => ({
  event: { id: eventId },
  totalCost: decimal(cost),
  revenue: decimal(revenue),
  roi: roi({ cost, revenue }),
  targetRoi,
});

/** Participants ÷ views × 100; 0 without views. */
const conversionRate = (participants: number, views: number): string =>
  decimal(views === 0 ? 0 : new Exact(participants).times(100).div(views));

/** (revenue − cost) ÷ cost × 100; null where nothing was spent. */
const roi = ({ cost, revenue }: Pick<Sums, 'cost' | 'revenue'>): string | null =>
  cost.lte(0) ? null : decimal(revenue.minus(cost).times(100).div(cost));

const latest = (dates: readonly Date[]): Date | null =>
  dates.reduce<Date | null>((max, date) => (max === null || date > max ? date : max), null);
const earliest = (dates: readonly Date[]): Date | null =>
  dates.reduce<Date | null>((min, date) => (min === null || date < min ? date : min), null);
