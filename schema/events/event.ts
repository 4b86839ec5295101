import { z } from 'zod';
import { defineEvent } from '#kit/define-event.ts';
import { DecimalString } from '../decimal.ts';
import { Channel, Objective } from '../enums.ts';
import { StoreSnapshot } from '../store-snapshot.ts';

export const EventDraftCreated = defineEvent({
  type: 'event.draft-created',
  description: 'An owner has named an objective and begun a draft (이벤트 목적 선택됨).',
  publisher: 'event',
  key: (data) => data.draftId,
  schema: z.object({ draftId: z.uuid(), ownerId: z.uuid(), objective: Objective, createdAt: z.iso.datetime() }),
});

/** A job for the ai worker. `jobId` is the key of `job:{id}`; after `deadline` nobody works on it. */
export const RecommendationsRequested = defineEvent({
  type: 'ai-event-generation',
  description: 'A job: make three plans for a draft (ai 이벤트 생성). Published when an owner requests recommendations.',
  publisher: 'event',
  key: (data) => data.draftId,
  schema: z.object({
    jobId: z.uuid(),
    draftId: z.uuid(),
    ownerId: z.uuid(),
    objective: Objective,
    store: StoreSnapshot,
    requestedAt: z.iso.datetime(),
    deadline: z.iso.datetime(),
  }),
});

/** Costs and revenue are in won, `targetRoi` in per cent; null means that the owner named none. */
export const EventCreated = defineEvent({
  type: 'event.created',
  description: 'An owner has given the final approval: the event exists (이벤트 생성됨). Published once an event.',
  publisher: 'event',
  key: (data) => data.eventId,
  schema: z.object({
    eventId: z.uuid(),
    ownerId: z.uuid(),
    objective: Objective,
    title: z.string().min(1),
    channels: z.array(Channel).min(1),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    estimatedCost: DecimalString,
    revenuePerParticipant: DecimalString,
    targetRoi: DecimalString.nullable(),
    createdAt: z.iso.datetime(),
  }),
});

export const EventEnded = defineEvent({
  type: 'event.ended',
  description: 'An event is over, by its owner or by its date (이벤트 종료됨). Published once an event.',
  publisher: 'event',
  key: (data) => data.eventId,
  schema: z.object({ eventId: z.uuid(), ownerId: z.uuid(), endedAt: z.iso.datetime(), reason: z.enum(['OWNER', 'DATE']) }),
});

export type EventDraftCreatedData = z.infer<typeof EventDraftCreated.schema>;
export type RecommendationsRequestedData = z.infer<typeof RecommendationsRequested.schema>;
export type EventCreatedData = z.infer<typeof EventCreated.schema>;
export type EventEndedData = z.infer<typeof EventEnded.schema>;
