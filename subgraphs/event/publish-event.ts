import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import { updateDocument } from '#kit/store/document.ts';
import { EventCreated } from '#schema/events/event.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import type { Asking } from './context.ts';
import { decidePublication, decidePublished } from './decide-publication.ts';
import { ownDraft } from './draft.ts';
import { rememberDraft } from './draft-index.ts';
import { EventEntity, type EventRow } from './event.entity.ts';
import { eventOfDraft } from './event-of-draft.ts';

/**
 * `Mutation.publishEvent` (spec §5): one event with one `event.created`, however often and from wherever it is called at once.
 * The draft is PUBLISHING before the database is touched, so a discard cannot come between; a call after a crash goes on from there.
 */
export const publishEvent = async (ctx: Asking, { draftId }: { draftId: string }): Promise<EventRow> => {
  const { userId } = requireIdentity(ctx);
  const id = isUuid(draftId) ? draftId.toLowerCase() : null;
  if (id === null) throw new CodedError('EVENT_001');
  const draft = await updateDocument(ctx.store, DraftDocument, id, (current) =>
    current === null ? null : decidePublication(ownDraft(current, userId), ctx.now()),
  );
  if (draft === null) return publishedBefore(ctx, id, userId);
  const event = await insertOnce(ctx, ownDraft(draft, userId));
  const published = await updateDocument(ctx.store, DraftDocument, id, (current) => current && decidePublished(current, ctx.now()));
  if (published !== null) await rememberDraft(ctx, published);
  return event;
};

/** Inserts the event with its message, or waits for the call that does; either way there is one of each afterwards. */
const insertOnce = (ctx: Asking, draft: Draft): Promise<EventRow> =>
  ctx.transaction(async ({ em, publish }) => {
    const row = eventOfDraft(draft, ctx.now());
    const inserted = await em.createQueryBuilder(EventEntity).insert(row).onConflict('id').ignore().returning('id').execute('all');
    if (inserted.length > 0) publish(EventCreated, createdMessage(row));
    return em.findOneOrFail(EventEntity, { id: draft.id });
  });

const createdMessage = ({ id, startsAt, endsAt, createdAt, ...event }: ReturnType<typeof eventOfDraft>) => ({
  eventId: id,
  ownerId: event.ownerId,
  objective: event.objective,
  title: event.title,
  channels: event.channels,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  estimatedCost: event.estimatedCost,
  revenuePerParticipant: event.revenuePerParticipant,
  targetRoi: event.targetRoi,
  createdAt: createdAt.toISOString(),
});

/** The event of a draft that the store has forgotten since. */
const publishedBefore = async (ctx: Asking, id: string, ownerId: string): Promise<EventRow> => {
  const event = await ctx.database.em().findOne(EventEntity, { id, ownerId });
  if (event === null) throw new CodedError('EVENT_001');
  return event;
};
