import type { EventStatus } from '#schema/enums.ts';

export type EventTimes = { startsAt: Date; endsAt: Date; endedAt: Date | null };

/** Where an event stands at `now`: a function of its dates and an early end (spec §5). It is open from its start, and over from its end on. */
export const eventStatus = ({ startsAt, endsAt, endedAt }: EventTimes, now: Date): EventStatus => {
  if (endedAt !== null || endsAt <= now) return 'ENDED';
  return startsAt <= now ? 'OPEN' : 'SCHEDULED';
};
