import { CodedError } from '#kit/errors.ts';
import type { Image } from '#schema/image.ts';
import type { Draft } from '#schema/store/draft.ts';
import { changedDraft, editableDraft } from './draft.ts';

/** Takes one of the draft's images; `EVENT_004` when it is not one of them. */
export const decideImage = (
  command: { imageId: string; version?: number | null },
  draft: Draft,
  images: readonly Image[],
  now: Date,
): Draft => {
  editableDraft(draft, command.version);
  const image = images.find(({ id }) => id === command.imageId);
  if (!image) throw new CodedError('EVENT_004');
  return changedDraft(draft, now, { image });
};
