import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import { readDocument, updateDocument } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import type { Asking } from './context.ts';
import { ownDraft } from './draft.ts';
import { rememberDraft } from './draft-index.ts';

/** The asking owner's draft. `UNAUTHENTICATED` for nobody; `EVENT_001` when there is none or it is somebody else's. */
export const readOwnDraft = async (ctx: Asking, id: string): Promise<Draft> => {
  const { userId } = requireIdentity(ctx);
  return ownDraft(isUuid(id) ? await readDocument(ctx.store, DraftDocument, id.toLowerCase()) : null, userId);
};

/**
 * Changes the asking owner's draft by compare-and-set and keeps its place in the index. `decide` is pure, gives the next draft, or null
 * to leave it as it is; its coded errors pass through. Returns the draft as it stands afterwards.
 */
export const changeOwnDraft = async (ctx: Asking, id: string, decide: (draft: Draft, now: Date) => Draft | null): Promise<Draft> => {
  const { userId } = requireIdentity(ctx);
  if (!isUuid(id)) throw new CodedError('EVENT_001');
  const draft = await updateDocument(ctx.store, DraftDocument, id.toLowerCase(), (current) => decide(ownDraft(current, userId), ctx.now()));
  await rememberDraft(ctx, draft as Draft);
  return draft as Draft;
};
