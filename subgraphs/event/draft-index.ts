import { CodedError } from '#kit/errors.ts';
import { readDocument, readDocuments, updateDocument } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type DraftIndex, DraftIndexDocument } from '#schema/store/draft-index.ts';
import type { Context } from './context.ts';

/** So many drafts an owner may have open. */
export const MOST_DRAFTS = 200;

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

/**
 * Makes room for a new draft in its owner's index, before the draft itself is written: an entry without a draft is passed over, a draft
 * without an entry would be lost to its owner.
 *
 * @throws CodedError `EVENT_002` when too many are open
 */
export const enterDraft = async ({ store, now }: Context, draft: Draft): Promise<void> => {
  await updateDocument(store, DraftIndexDocument, draft.ownerId, (index) => {
    const next = indexed(index ?? [], draft, now());
    if (next.length > MOST_DRAFTS) throw tooMany();
    return next;
  });
};

const tooMany = (): CodedError =>
  new CodedError('EVENT_002', {
    message: {
      en: `You have ${MOST_DRAFTS} open drafts. Publish or discard one first.`,
      ko: `작성 중인 초안이 ${MOST_DRAFTS}개입니다. 하나를 게시하거나 버린 뒤 다시 시도해 주세요.`,
    },
  });

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
