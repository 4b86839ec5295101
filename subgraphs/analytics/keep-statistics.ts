import { isDeepStrictEqual } from 'node:util';
import type { Message } from '#kit/define-event.ts';
import { isMessage, reaction } from '#kit/reaction.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import { eventBell, userBell } from './bells.ts';
import type { Context } from './context.ts';
import { contracts, foldStatistics } from './fold-statistics.ts';
import { insertRegistrations, lockStatistics, saveStatistics } from './save-statistics.ts';

/**
 * Folds all that waits for an event into one update of its row, which stays locked meanwhile (spec §5, Analytics). Idempotent: what is
 * known already changes nothing, not even the version.
 */
export const keepStatistics = reaction({
  name: 'analytics.keep-statistics',
  on: contracts,
  handle: async (ctx: Context, { sql, ring }, messages) => {
    const [first] = messages;
    if (first === undefined) return;
    const now = ctx.now();
    const known = await lockStatistics(sql, first.data.eventId, now);
    const fresh = await insertRegistrations(sql, registrationsIn(messages));
    const next = foldStatistics(known, onceEach(messages, fresh));
    if (isDeepStrictEqual(next, known)) return;
    await saveStatistics(sql, { ...next, version: known.version + 1, updatedAt: now });
    ring(eventBell(next.eventId), ...(next.ownerId === null ? [] : [userBell(next.ownerId)]));
  },
});

/** The registrations among messages. */
export const registrationsIn = (messages: readonly Message[]) =>
  messages.flatMap((message) => (isMessage(ParticipantRegistered, message) ? [message.data] : []));

/** Without the registrations that are counted already, or that come twice in this batch. */
export const onceEach = (messages: readonly Message[], fresh: Set<number>): Message[] =>
  messages.filter((message) => !isMessage(ParticipantRegistered, message) || fresh.delete(message.data.entryNumber));
