import { requireIdentity } from '#kit/identity.ts';
import { writeDocument } from '#kit/store/document.ts';
import { EventDraftCreated } from '#schema/events/event.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import type { Asking } from './context.ts';
import { rememberDraft } from './draft-index.ts';
import { newDraft } from './new-draft.ts';
import type { CreateEventDraftInput } from './schema.generated.ts';

/** `Mutation.createEventDraft`: the draft goes into the store first, so that no message tells of one that is not there. */
export const createEventDraft = async (ctx: Asking, { input }: { input: CreateEventDraftInput }): Promise<Draft> => {
  const { userId } = requireIdentity(ctx);
  const draft = newDraft({ id: ctx.newId(), ownerId: userId, ...input }, ctx.now());
  const { id: draftId, ownerId, objective, createdAt } = draft;
  await writeDocument(ctx.store, DraftDocument, draftId, draft);
  await ctx.transaction(async (tx) => tx.publish(EventDraftCreated, { draftId, ownerId, objective, createdAt }));
  await rememberDraft(ctx, draft);
  return draft;
};
