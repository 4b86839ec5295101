import { badInput } from '#kit/errors.ts';
import type { Draft } from '#schema/store/draft.ts';
import { changedDraft, editableDraft } from './draft.ts';

const LONGEST_MS = 366 * 24 * 3_600_000;
const FARTHEST_MS = 5 * LONGEST_MS;

/** Sets when the event runs. It may start in the past; the end must follow the start and now, by a year at most. Else `BAD_USER_INPUT`. */
export const decideSchedule = (command: { startsAt: Date; endsAt: Date; version?: number | null }, draft: Draft, now: Date): Draft => {
  editableDraft(draft, command.version);
  const { startsAt, endsAt } = command;
  if (Math.abs(startsAt.getTime() - now.getTime()) > FARTHEST_MS)
    throw badInput('startsAt', 'The start must lie within five years from now.');
  if (endsAt <= startsAt) throw badInput('endsAt', 'The end must follow the start.');
  if (endsAt <= now) throw badInput('endsAt', 'The end must lie in the future.');
  if (endsAt.getTime() - Math.max(startsAt.getTime(), now.getTime()) > LONGEST_MS)
    throw badInput('endsAt', 'An event runs for a year at most.');
  return changedDraft(draft, now, { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
};
