import type { EventStatus } from './enums.ts';

export type EventTimes = { startsAt: Date; endsAt: Date; endedAt?: Date | null };

/** Where an event stands at `now`: a function of its dates and an early end (spec §5, Event). It is open from its start, and over from its end on. */
export const eventStatus = ({ startsAt, endsAt, endedAt }: EventTimes, now: Date): EventStatus => {
  if (endedAt || endsAt <= now) return 'ENDED';
  return startsAt <= now ? 'OPEN' : 'SCHEDULED';
};

/** When time alone changes the status next; null when it never will. */
export const statusChangesAt = (times: EventTimes, now: Date): Date | null => {
  switch (eventStatus(times, now)) {
    case 'SCHEDULED':
      return times.startsAt;
    case 'OPEN':
      return times.endsAt;
    case 'ENDED':
      return null;
  }
};
