import { CodedError } from '#kit/errors.ts';
import { currentTraceparent } from '#kit/trace-context.ts';
import type { Asking } from './context.ts';
import { decideEntry } from './decide-entry.ts';
import { type Entry, entryOf } from './entry.ts';
import { EventEntity } from './event.entity.ts';
import { limitEntries, limitPhone, noteRefusedPhone } from './limit-entries.ts';
import { ParticipantEntity } from './participant.entity.ts';
import { phoneHash } from './phone.ts';
import type { Entering, Registered } from './register-entries.ts';
import type { MutationParticipateArgs, Participation } from './schema.generated.ts';

const TRIES = 3;

/** `Mutation.participate` (spec §5), public. What it answers tells nothing that the customer did not say, but the entry number. */
export const participate = async (ctx: Asking, { input }: MutationParticipateArgs): Promise<Participation> => {
  await limitEntries(ctx);
  const entry = entryOf(input);
  limitPhone(ctx, entry.phone);
  const id = ctx.newId();
  const registered = await register(ctx, { id, entry, traceparent: currentTraceparent() });
  const { entryNumber, registeredAt } = registered;
  return { id, event: { id: entry.eventId }, entryNumber, registeredAt };
};

/**
 * An event that became known or opened just after it had refused the entry is asked again. A transaction that is tried again, since nothing was heard of
 * its end, finds its own registration.
 */
const register = async (ctx: Asking, entering: Entering): Promise<NonNullable<Registered>> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const registered = await enter(ctx, entering);
    if (registered !== null) return registered;
    const known = await participantOf(ctx, entering.entry);
    if (known?.id === entering.id) return known;
    await checkOpen(ctx, entering.entry);
    if (known) throw await alreadyIn(ctx, entering.entry);
  }
  throw new Error('An open event takes no entry of somebody who does not take part.');
};

const participantOf = ({ config, database }: Asking, { eventId, phone }: Entry) =>
  database.em().findOne(ParticipantEntity, { eventId, phoneHash: phoneHash(config.HASH_KEY, eventId, phone) });

const alreadyIn = async (ctx: Asking, { phone }: Entry): Promise<CodedError> => {
  await noteRefusedPhone(ctx, phone);
  return new CodedError('PART_002');
};

const checkOpen = async (ctx: Asking, entry: Entry): Promise<void> =>
  decideEntry(await ctx.database.em().findOne(EventEntity, { id: entry.eventId }), entry, ctx.now());

/** Null when the event does not take it, or the phone number takes part. */
const enter = (ctx: Asking, entering: Entering): Promise<Registered> =>
  ctx.enter(entering.entry.eventId, entering).catch((error: unknown) => {
    if ((error as { constraint?: string }).constraint === 'participants_phone') return null;
    throw error;
  });
