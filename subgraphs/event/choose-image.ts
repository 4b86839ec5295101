import { readDocument } from '#kit/store/document.ts';
import type { Draft } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import type { Asking } from './context.ts';
import { decideImage } from './decide-image.ts';
import { changeOwnDraft, readOwnDraft } from './own-draft.ts';
import type { MutationChooseImageArgs } from './schema.generated.ts';

/** `Mutation.chooseImage`: copies what content wrote about the image into the draft. */
export const chooseImage = async (ctx: Asking, { draftId, ...choice }: MutationChooseImageArgs): Promise<Draft> => {
  const { id } = await readOwnDraft(ctx, draftId);
  const made = await readDocument(ctx.store, DraftImagesDocument, id);
  return changeOwnDraft(ctx, id, (draft, now) => decideImage(choice, draft, made?.images ?? [], now));
};
