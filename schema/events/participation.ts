import { z } from 'zod';
import { defineEvent } from '#kit/define-event.ts';
import { Channel } from '../enums.ts';

export const ParticipantRegistered = defineEvent({
  type: 'participant.registered',
  description: 'A customer has taken part in an event (참여자 등록됨).',
  publisher: 'participation',
  key: (data) => data.eventId,
  schema: z.object({
    eventId: z.uuid(),
    participantId: z.uuid(),
    entryNumber: z.int().positive(),
    channel: Channel,
    storeVisit: z.boolean(),
    registeredAt: z.iso.datetime(),
  }),
});

export type ParticipantRegisteredData = z.infer<typeof ParticipantRegistered.schema>;
