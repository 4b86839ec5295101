import { readDocument, readDocuments, updateDocument } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type DraftIndex, DraftIndexDocument } from '#schema/store/draft-index.ts';
import type { Context } from './context.ts';

const isListed = ({ state }: Draft): boolean => state === 'OPEN' || state === 'PUBLISHING';

/** The owner's index with this draft in its place, a new one first; what has expired or is no work any more drops out. */
const indexed = (index: DraftIndex, draft: Draft, now: Date): DraftIndex => {
  const entry = { draftId: draft.id, expiresAt: draft.expiresAt };
  const known = index.some(({ draftId }) => draftId === draft.id);
  return (known ? index.map((other) => (other.draftId === draft.id ? entry : other)) : [entry, ...index]).filter(
    ({ draftId, expiresAt }) => Date.parse(expiresAt) > now.getTime() && (draftId !== draft.id || isListed(draft)),
  );
};

/** Keeps an owner's index in step with a draft that was written. */
export const rememberDraft = async ({ store, now }: Context, draft: Draft): Promise<void> => {
  await updateDocument(store, DraftIndexDocument, draft.ownerId, (index) => indexed(index ?? [], draft, now()));
};

/** `Query.myDrafts`: an owner's drafts that can still become events, the newest first. */
export const readDrafts = async ({ store }: Context, ownerId: string): Promise<Draft[]> => {
  const index = await readDocument(store, DraftIndexDocument, ownerId);
  const drafts = await readDocuments(
    store,
    DraftDocument,
    (index ?? []).map(({ draftId }) => draftId),
  );
  return drafts.filter((draft) => draft !== null && isListed(draft)) as Draft[];
};
