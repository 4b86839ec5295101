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
    throw badInput('startsAt', { en: 'The start must lie within five years from now.', ko: '시작 일시는 지금부터 5년 이내여야 합니다.' });
  if (endsAt <= startsAt)
    throw badInput('endsAt', { en: 'The end must follow the start.', ko: '종료 일시는 시작 일시보다 뒤여야 합니다.' });
  if (endsAt <= now) throw badInput('endsAt', { en: 'The end must lie in the future.', ko: '종료 일시는 지금보다 뒤여야 합니다.' });
  if (endsAt.getTime() - Math.max(startsAt.getTime(), now.getTime()) > LONGEST_MS)
    throw badInput('endsAt', { en: 'An event runs for a year at most.', ko: '이벤트는 1년까지 진행할 수 있습니다.' });
  return changedDraft(draft, now, { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
};
