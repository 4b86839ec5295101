import { CodedError } from '#kit/errors.ts';
import { currentTraceparent } from '#kit/trace-context.ts';
import type { Asking } from './context.ts';
import { decideEntry } from './decide-entry.ts';
import { type Entry, entryOf } from './entry.ts';
import { EventEntity } from './event.entity.ts';
import { limitEntries } from './limit-entries.ts';
import type { Entering, Registered } from './register-entries.ts';
import type { MutationParticipateArgs, Participation } from './schema.generated.ts';

/** `Mutation.participate` (spec §5), public. What it answers tells nothing that the customer did not say, but the entry number. */
export const participate = async (ctx: Asking, { input }: MutationParticipateArgs): Promise<Participation> => {
  await limitEntries(ctx);
  const entry = entryOf(input);
  const id = ctx.newId();
  const registered = await enter(ctx, { id, entry, traceparent: currentTraceparent() });
  if (registered === null) {
    await checkOpen(ctx, entry);
    throw new CodedError('PART_002');
  }
  return { id, event: { id: entry.eventId }, ...registered };
};

const checkOpen = async (ctx: Asking, entry: Entry): Promise<void> =>
  decideEntry(await ctx.database.em().findOne(EventEntity, { id: entry.eventId }), entry, ctx.now());

/** Null when the event does not take it, or the phone number takes part. */
const enter = (ctx: Asking, entering: Entering): Promise<Registered> =>
  ctx.enter(entering.entry.eventId, entering).catch((error: unknown) => {
    if ((error as { constraint?: string }).constraint === 'participants_phone') return null;
    throw error;
  });
