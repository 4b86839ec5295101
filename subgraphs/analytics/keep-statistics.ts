import { isDeepStrictEqual } from 'node:util';
import type { Message } from '#kit/define-event.ts';
import { isMessage, reaction } from '#kit/reaction.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import { eventBell, userBell } from './bells.ts';
import type { Context } from './context.ts';
import { contracts, foldStatistics } from './fold-statistics.ts';
import { insertRegistrations, lockStatistics, registrationId, saveStatistics } from './save-statistics.ts';
import type { Statistics } from './statistics.ts';

/**
 * Folds all that waits for an event into one update of its row, which stays locked meanwhile (spec §5, Analytics), and several events'
 * into one statement. Idempotent: what is known already changes nothing, not even the version.
 */
export const keepStatistics = reaction({
  name: 'analytics.keep-statistics',
  on: contracts,
  together: true,
  handle: async (ctx: Context, { sql, ring }, messages) => {
    const now = ctx.now();
    const byEvent = [...Map.groupBy(messages, ({ data }) => data.eventId)];
    const known = await lockStatistics(
      sql,
      byEvent.map(([eventId]) => eventId),
      now,
    );
    const fresh = await insertRegistrations(sql, registrationsIn(messages));
    const changed = byEvent.flatMap(([, those], index): Statistics[] => {
      const before = known[index] as Statistics;
      const next = foldStatistics(before, onceEach(those, fresh));
      return isDeepStrictEqual(next, before) ? [] : [{ ...next, version: before.version + 1, updatedAt: now }];
    });
    await saveStatistics(sql, changed, now);
    ring(...changed.flatMap(({ eventId, ownerId }) => [eventBell(eventId), ...(ownerId === null ? [] : [userBell(ownerId)])]));
  },
});

/** The registrations among messages. */
export const registrationsIn = (messages: readonly Message[]) =>
  messages.flatMap((message) => (isMessage(ParticipantRegistered, message) ? [message.data] : []));

/** Without the registrations that are counted already, or that come twice in this batch. */
export const onceEach = (messages: readonly Message[], fresh: Set<string>): Message[] =>
  messages.filter((message) => !isMessage(ParticipantRegistered, message) || fresh.delete(registrationId(message.data)));
