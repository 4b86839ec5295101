import { CodedError } from '#kit/errors.ts';
import type { Draft } from '#schema/store/draft.ts';

/** The event that a complete draft becomes at `now`. Throws `EVENT_003` for an incomplete one. */
export const eventOfDraft = (draft: Draft, now: Date) => {
  const { chosen, image, startsAt, endsAt } = draft;
  if (chosen === null || image === null || startsAt === null || endsAt === null) throw new CodedError('EVENT_003');
  return {
    id: draft.id,
    ownerId: draft.ownerId,
    objective: draft.objective,
    storeName: draft.store.name,
    storeIndustry: draft.store.industry,
    storeAddress: draft.store.address,
    title: chosen.title,
    description: chosen.description,
    prize: chosen.prize,
    participationMethod: chosen.participationMethod,
    imageId: image.id,
    imageUrl: image.url,
    channels: draft.channels,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    endedAt: null,
    createdAt: now,
    estimatedCost: chosen.estimatedCost,
    targetRoi: chosen.targetRoi,
    revenuePerParticipant: chosen.revenuePerParticipant,
  };
};
