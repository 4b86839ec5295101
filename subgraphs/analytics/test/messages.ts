import { randomUUID } from 'node:crypto';
import type { Message } from '#kit/define-event.ts';
import { outboxEntry } from '#kit/outbox.ts';
import type { Channel } from '#schema/enums.ts';
import {
  ChannelMeasured,
  type ChannelMeasuredData,
  DistributionCompleted,
  type DistributionCompletedData,
} from '#schema/events/distribution.ts';
import { EventCreated, type EventCreatedData, EventEnded } from '#schema/events/event.ts';
import { ParticipantRegistered, type ParticipantRegisteredData } from '#schema/events/participation.ts';

const at = '2026-05-01T00:00:00.000Z';

/** The messages about one event, as its publishers write them. */
export const messagesOf = (eventId: string, ownerId: string) => ({
  created: (more: Partial<EventCreatedData> = {}): Message =>
    outboxEntry(EventCreated, {
      eventId,
      ownerId,
      objective: 'SALES',
      title: '봄맞이 행사',
      channels: ['URIDONGNE_TV', 'SNS'],
      startsAt: at,
      endsAt: '2026-06-01T00:00:00.000Z',
      estimatedCost: '100000.00',
      revenuePerParticipant: '3000.00',
      targetRoi: '150.00',
      createdAt: at,
      ...more,
    }),
  ended: (): Message => outboxEntry(EventEnded, { eventId, ownerId, endedAt: '2026-05-20T00:00:00.000Z', reason: 'OWNER' }),
  registered: (entryNumber: number, more: Partial<ParticipantRegisteredData> = {}): Message =>
    outboxEntry(ParticipantRegistered, {
      eventId,
      participantId: randomUUID(),
      entryNumber,
      channel: 'SNS',
      storeVisit: false,
      registeredAt: new Date(Date.parse(at) + entryNumber * 60_000).toISOString(),
      ...more,
    }),
  completed: (channel: Channel, more: Partial<DistributionCompletedData> = {}): Message =>
    outboxEntry(DistributionCompleted, {
      eventId,
      channel,
      status: 'DONE',
      expectedViews: 5_000,
      cost: '50000.00',
      completedAt: at,
      ...more,
    }),
  measured: (channel: Channel, more: Partial<ChannelMeasuredData> = {}): Message =>
    outboxEntry(ChannelMeasured, { eventId, channel, impressions: 6_000, cost: '60000.00', measuredAt: at, ...more }),
});
