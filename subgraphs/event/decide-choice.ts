import { badInput, CodedError } from '#kit/errors.ts';
import type { Recommendation } from '#schema/recommendation.ts';
import type { ChosenRecommendation, Draft } from '#schema/store/draft.ts';
import { changedDraft, editableDraft } from './draft.ts';
import { plainText } from './plain-text.ts';

/** The owner's words in place of the plan's; what is left out stays. */
export type Edit = { title?: string | null; description?: string | null; prize?: string | null; targetRoi?: string | null };

export type Choice = { recommendationId: string; edit?: Edit | null; version?: number | null };

const HIGHEST_TARGET = 1_000_000;

/** Takes one of the draft's recommendations. Choosing the chosen one again keeps its edits. `EVENT_004` when it is not one of them. */
export const decideChoice = (
  { recommendationId, edit, version }: Choice,
  draft: Draft,
  recommendations: readonly Recommendation[],
  now: Date,
): Draft => {
  editableDraft(draft, version);
  const plan = recommendations.find(({ id }) => id === recommendationId);
  const base = draft.chosen?.id === recommendationId ? draft.chosen : plan ? { ...plan, targetRoi: null } : null;
  if (base === null) throw new CodedError('EVENT_004');
  return changedDraft(draft, now, { chosen: edited(base, edit ?? {}) });
};

const edited = (base: ChosenRecommendation, { title, description, prize, targetRoi }: Edit): ChosenRecommendation => ({
  ...base,
  ...(title == null ? {} : { title: plainText('edit.title', title, { longest: 60 }) }),
  ...(description == null ? {} : { description: plainText('edit.description', description, { longest: 500, lines: true }) }),
  ...(prize == null ? {} : { prize: plainText('edit.prize', prize, { longest: 100 }) }),
  ...(targetRoi == null ? {} : { targetRoi: reachable(targetRoi) }),
});

const reachable = (targetRoi: string): string => {
  if (Math.abs(Number(targetRoi)) > HIGHEST_TARGET)
    throw badInput('edit.targetRoi', {
      en: `This must lie between -${HIGHEST_TARGET} and ${HIGHEST_TARGET} per cent.`,
      ko: `-${HIGHEST_TARGET}%에서 ${HIGHEST_TARGET}% 사이로 입력해 주세요.`,
    });
  return targetRoi;
};
