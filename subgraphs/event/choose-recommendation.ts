import { readDocument } from '#kit/store/document.ts';
import type { Draft } from '#schema/store/draft.ts';
import { RecommendationsDocument } from '#schema/store/recommendations.ts';
import type { Asking } from './context.ts';
import { decideChoice } from './decide-choice.ts';
import { changeOwnDraft, readOwnDraft } from './own-draft.ts';
import type { MutationChooseRecommendationArgs } from './schema.generated.ts';

/** `Mutation.chooseRecommendation`: copies the plan into the draft, with the owner's edits. */
export const chooseRecommendation = async (ctx: Asking, { draftId, ...choice }: MutationChooseRecommendationArgs): Promise<Draft> => {
  const { id } = await readOwnDraft(ctx, draftId);
  const plans = await readDocument(ctx.store, RecommendationsDocument, id);
  return changeOwnDraft(ctx, id, (draft, now) => decideChoice(choice, draft, plans?.recommendations ?? [], now));
};
