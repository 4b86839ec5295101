import { CodedError } from '#kit/errors.ts';
import type { ChosenRecommendation, Draft } from '#schema/store/draft.ts';

/** The draft when it is `userId`'s; somebody else's answers like one that does not exist: `EVENT_001`. */
export const ownDraft = (draft: Draft | null, userId: string): Draft => {
  if (draft === null || draft.ownerId !== userId) throw new CodedError('EVENT_001');
  return draft;
};

/** A draft that posters can be made for: `EVENT_002` when it is published or discarded, `CONTENT_003` while no plan is chosen. */
export const draftWithPlan = (draft: Draft): Draft & { chosen: ChosenRecommendation } => {
  if (draft.state !== 'OPEN') throw new CodedError('EVENT_002');
  if (draft.chosen === null) throw new CodedError('CONTENT_003');
  return { ...draft, chosen: draft.chosen };
};
