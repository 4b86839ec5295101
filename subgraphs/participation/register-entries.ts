import { inSpan } from '#kit/telemetry/in-span.ts';
import { withTraceparent } from '#kit/trace-context.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import type { EntryContext } from './context.ts';
import type { Entry } from './entry.ts';
import { HELD } from './entry-batches.ts';
import { insertEntries } from './insert-entries.ts';
import { participationBell } from './participation-bell.ts';

/** A valid entry on its way to the database. */
export type Entering = { id: string; entry: Entry; traceparent: string | undefined };

/** Null when it is not taken. */
export type Registered = { entryNumber: number; registeredAt: Date } | null;

/**
 * Participants of some events and their messages, in one transaction; what became of each, in the order of the entries: `HELD` when it
 * does not wait and somebody else holds the event. Throws a unique violation of `participants_phone` when the same phone number takes part
 * elsewhere just now.
 */
export const registerEntries = (
  context: EntryContext,
  entries: readonly Entering[],
  waits: boolean,
): Promise<(Registered | typeof HELD)[]> => {
  const [first, ...others] = entries.map(({ traceparent }) => traceparent);
  return inSpan({ name: 'register entries', parent: first, links: others }, () => inTransaction(context, entries, waits));
};

const inTransaction = (context: EntryContext, entries: readonly Entering[], waits: boolean): Promise<(Registered | typeof HELD)[]> =>
  context.transaction(async ({ sql, publish, ring }) => {
    const now = context.now();
    const { numbers, held } = await insertEntries(sql, context, entries, { now, waits });
    const bells = new Set<string>();
    for (const { id, entry, traceparent } of entries) {
      const entryNumber = numbers.get(id);
      if (entryNumber === undefined) continue;
      const { eventId, channel, storeVisit } = entry;
      const data = { eventId, participantId: id, entryNumber, channel, storeVisit, registeredAt: now.toISOString() };
      withTraceparent(traceparent, () => publish(ParticipantRegistered, data));
      bells.add(participationBell(eventId));
    }
    ring(...bells);
    return entries.map(({ id }) => {
      if (held.has(id)) return HELD;
      const entryNumber = numbers.get(id);
      return entryNumber === undefined ? null : { entryNumber, registeredAt: now };
    });
  });
