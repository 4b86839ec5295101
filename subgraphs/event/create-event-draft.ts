import { requireIdentity } from '#kit/identity.ts';
import { writeDocument } from '#kit/store/document.ts';
import { EventDraftCreated } from '#schema/events/event.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import type { Asking } from './context.ts';
import { enterDraft } from './draft-index.ts';
import { newDraft } from './new-draft.ts';
import type { CreateEventDraftInput } from './schema.generated.ts';

/**
 * `Mutation.createEventDraft`: the draft goes into its owner's list and then into the store before any message tells of it, so that whatever is
 * announced is there to be found.
 *
 * @throws CodedError `UNAUTHENTICATED`, `BAD_USER_INPUT`, `EVENT_002` when the owner has too many drafts open
 */
export const createEventDraft = async (ctx: Asking, { input }: { input: CreateEventDraftInput }): Promise<Draft> => {
  const { userId } = requireIdentity(ctx);
  const draft = newDraft({ id: ctx.newId(), ownerId: userId, ...input }, ctx.now());
  const { id: draftId, ownerId, objective, createdAt } = draft;
  await enterDraft(ctx, draft);
  await writeDocument(ctx.store, DraftDocument, draftId, draft);
  await ctx.transaction(async (tx) => tx.publish(EventDraftCreated, { draftId, ownerId, objective, createdAt }));
  return draft;
};
