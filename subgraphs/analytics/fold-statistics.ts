import type { Message } from '#kit/define-event.ts';
import { isMessage } from '#kit/reaction.ts';
import { Channel } from '#schema/enums.ts';
import { ChannelMeasured, DistributionCompleted } from '#schema/events/distribution.ts';
import { EventCreated, type EventCreatedData, EventEnded } from '#schema/events/event.ts';
import { ParticipantRegistered, type ParticipantRegisteredData } from '#schema/events/participation.ts';
import type { ChannelStatistics, Delivery, Measurement, Statistics } from './statistics.ts';

/** What the statistics are folded from. */
export const contracts = [EventCreated, EventEnded, ParticipantRegistered, DistributionCompleted, ChannelMeasured] as const;

/**
 * Folds one event's messages into its statistics. Whatever their order and however they are batched, the result is the same; all but
 * registrations may also repeat. The caller passes each registration once, which its entry number decides.
 */
export const foldStatistics = (statistics: Statistics, messages: readonly Message[]): Statistics =>
  messages.reduce(foldMessage, statistics);

const foldMessage = (statistics: Statistics, message: Message): Statistics => {
  if (isMessage(EventCreated, message)) return foldCreated(statistics, message.data);
  if (isMessage(EventEnded, message)) return { ...statistics, endedAt: new Date(message.data.endedAt) };
  if (isMessage(ParticipantRegistered, message)) return foldRegistered(statistics, message.data);
  if (isMessage(DistributionCompleted, message)) {
    const { channel, status, expectedViews, cost, completedAt } = message.data;
    const delivery = { done: status === 'DONE', expectedViews, cost, completedAt: new Date(completedAt) };
    return withChannel(statistics, channel, (known) => ({ ...known, delivery: better(known.delivery, delivery) }));
  }
  if (isMessage(ChannelMeasured, message)) {
    const { channel, impressions, cost, measuredAt } = message.data;
    const measurement = { impressions, cost, measuredAt: new Date(measuredAt) };
    return withChannel(statistics, channel, (known) => ({ ...known, measurement: newer(known.measurement, measurement) }));
  }
  throw new Error(`Statistics are not folded from ${message.type}.`);
};

const foldCreated = (statistics: Statistics, created: EventCreatedData): Statistics => {
  const { ownerId, estimatedCost, revenuePerParticipant, targetRoi, createdAt } = created;
  const owned: Statistics = {
    ...statistics,
    ownerId,
    estimatedCost,
    revenuePerParticipant,
    targetRoi: targetRoi ?? '0.00',
    createdAt: new Date(createdAt),
  };
  return created.channels.reduce<Statistics>((known, channel) => withChannel(known, channel, (same) => same), owned);
};

const foldRegistered = (statistics: Statistics, { channel, registeredAt }: ParticipantRegisteredData): Statistics => {
  const at = new Date(registeredAt);
  const { participants, firstEntryAt, lastEntryAt } = statistics;
  return {
    ...withChannel(statistics, channel, (known) => ({ ...known, participants: known.participants + 1 })),
    participants: participants + 1,
    firstEntryAt: firstEntryAt === null || at < firstEntryAt ? at : firstEntryAt,
    lastEntryAt: lastEntryAt === null || at > lastEntryAt ? at : lastEntryAt,
  };
};

const withChannel = (statistics: Statistics, channel: Channel, change: (known: ChannelStatistics) => ChannelStatistics): Statistics => {
  const { channels } = statistics;
  const known = channels.find((each) => each.channel === channel) ?? { channel, participants: 0, delivery: null, measurement: null };
  const others = channels.filter((each) => each !== known);
  return { ...statistics, channels: [...others, change(known)].sort((a, b) => place(a) - place(b)) };
};

const place = ({ channel }: ChannelStatistics): number => Channel.options.indexOf(channel);

/** A channel's success outranks its failures, whatever the clocks said; then the latest counts. Equal moments are decided by the figures, so that order does not. */
const better = (known: Delivery | null, next: Delivery): Delivery => {
  const rank = ({ done, completedAt, expectedViews, cost }: Delivery) => [Number(done), completedAt.getTime(), expectedViews, cents(cost)];
  return known !== null && compare(rank(known), rank(next)) >= 0 ? known : next;
};

const newer = (known: Measurement | null, next: Measurement): Measurement => {
  const rank = ({ measuredAt, impressions, cost }: Measurement) => [measuredAt.getTime(), impressions, cents(cost)];
  return known !== null && compare(rank(known), rank(next)) >= 0 ? known : next;
};

/** Exact where a floating point number is not. */
const cents = (cost: string): bigint => BigInt(cost.replace('.', ''));

const compare = (a: readonly (number | bigint)[], b: readonly (number | bigint)[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
};
