import type { Asking } from './context.ts';
import { decideDiscard } from './decide-publication.ts';
import { changeOwnDraft } from './own-draft.ts';

/** `Mutation.discardDraft`: gives a draft up; raced with `publishEvent`, the compare-and-set lets one of them win. */
export const discardDraft = async (ctx: Asking, { id }: { id: string }): Promise<boolean> => {
  await changeOwnDraft(ctx, id, decideDiscard);
  return true;
};
