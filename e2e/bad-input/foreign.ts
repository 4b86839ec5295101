import type { ErrorCode } from '#schema/errors.ts';
import type { Shop } from '../two-shops.ts';

/** What another owner has that could stand there, and what naming it answers. */
type Foreign = [thing: keyof Shop, code: ErrorCode];

const draft: Foreign = ['draftId', 'EVENT_001'];

/** Every id that a mutation takes, by its place; null where anybody may name anybody's. */
export const foreign: Record<string, Record<string, Foreign | null>> = {
  requestRecommendations: { draftId: draft },
  chooseRecommendation: { draftId: draft, recommendationId: ['planId', 'EVENT_004'] },
  chooseImage: { draftId: draft, imageId: ['imageId', 'EVENT_004'] },
  chooseChannels: { draftId: draft },
  schedule: { draftId: draft },
  publishEvent: { draftId: draft },
  endEvent: { id: ['eventId', 'FORBIDDEN'] },
  discardDraft: { id: draft },
  generateImages: { 'input.draftId': draft },
  regenerateImage: { id: ['imageId', 'EVENT_001'] },
  participate: { 'input.eventId': null },
  drawWinners: { eventId: ['eventId', 'FORBIDDEN'] },
  retryDistribution: { eventId: ['eventId', 'FORBIDDEN'] },
};
