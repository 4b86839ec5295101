import { randomUUID } from 'node:crypto';
import type { Message } from '#kit/define-event.ts';
import { outboxEntry } from '#kit/outbox.ts';
import type { Channel } from '#schema/enums.ts';
import { EventCreated, EventEnded } from '#schema/events/event.ts';

const at = '2026-05-01T00:00:00.000Z';

/** An event and the messages about it, as its domain publishes them. */
export const newEvent = (channels: readonly Channel[] = ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS']) => {
  const [eventId, ownerId] = [randomUUID(), randomUUID()];
  return {
    eventId,
    ownerId,
    created: (): Message =>
      outboxEntry(EventCreated, {
        eventId,
        ownerId,
        objective: 'SALES',
        title: '봄맞이 행사',
        channels: [...channels],
        startsAt: at,
        endsAt: '2030-06-01T00:00:00.000Z',
        estimatedCost: '100000.00',
        revenuePerParticipant: '3000.00',
        targetRoi: null,
        createdAt: at,
      }),
    ended: (): Message => outboxEntry(EventEnded, { eventId, ownerId, endedAt: '2026-05-20T00:00:00.000Z', reason: 'OWNER' }),
  };
};
