import { CodedError } from '#kit/errors.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import type { Asking } from './context.ts';
import { decideEntry } from './decide-entry.ts';
import { type Entry, entryOf } from './entry.ts';
import { EventEntity } from './event.entity.ts';
import { insertEntry } from './insert-entry.ts';
import { limitEntries } from './limit-entries.ts';
import { participationBell } from './participation-bell.ts';
import type { MutationParticipateArgs, Participation } from './schema.generated.ts';

/** `Mutation.participate` (spec §5), public. What it answers tells nothing that the customer did not say, but the entry number. */
export const participate = async (ctx: Asking, { input }: MutationParticipateArgs): Promise<Participation> => {
  await limitEntries(ctx);
  const entry = entryOf(input);
  await checkOpen(ctx, entry);
  const id = ctx.newId();
  const now = ctx.now();
  const entryNumber = await register(ctx, { id, entry, now });
  if (entryNumber === null) {
    await checkOpen(ctx, entry);
    throw new CodedError('PART_002');
  }
  return { id, event: { id: entry.eventId }, entryNumber, registeredAt: now };
};

const checkOpen = async (ctx: Asking, entry: Entry): Promise<void> =>
  decideEntry(await ctx.database.em().findOne(EventEntity, { id: entry.eventId }), entry, ctx.now());

/** The participant and its message in one transaction; null when a change came between, or the phone number takes part. */
const register = (ctx: Asking, { id, entry, now }: { id: string; entry: Entry; now: Date }): Promise<number | null> =>
  ctx
    .transaction(async ({ sql, publish, ring }) => {
      const entryNumber = await insertEntry(sql, ctx, { id, entry, now });
      if (entryNumber === null) return null;
      const { eventId, channel, storeVisit } = entry;
      publish(ParticipantRegistered, { eventId, participantId: id, entryNumber, channel, storeVisit, registeredAt: now.toISOString() });
      ring(participationBell(eventId));
      return entryNumber;
    })
    .catch((error: unknown) => {
      if ((error as { constraint?: string }).constraint === 'participants_phone') return null;
      throw error;
    });
