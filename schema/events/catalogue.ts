import type { EventContract } from '#kit/define-event.ts';
import { ContentCompleted, ImagesRequested } from './content.ts';
import { ChannelMeasured, DistributionCompleted } from './distribution.ts';
import { EventCreated, EventDraftCreated, EventEnded, RecommendationsRequested } from './event.ts';
import { ParticipantRegistered } from './participation.ts';
import { UserLoggedOut } from './user.ts';

/** Every message contract of spec §4, in its order: what the AsyncAPI document and the topics are made from. */
export const eventCatalogue: readonly EventContract[] = [
  EventDraftCreated,
  RecommendationsRequested,
  ImagesRequested,
  ContentCompleted,
  EventCreated,
  EventEnded,
  ParticipantRegistered,
  DistributionCompleted,
  ChannelMeasured,
  UserLoggedOut,
];
