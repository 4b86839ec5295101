import { badInput } from '#kit/errors.ts';
import type { Entries } from './figures.ts';
import type { Interval, TimelinePoint } from './schema.generated.ts';

const HOUR_MS = 3_600_000;
const WIDTH_MS: Record<Interval, number> = { HOUR: HOUR_MS, DAY: 24 * HOUR_MS };

/** Asia/Seoul is nine hours ahead of UTC all year. */
const SEOUL_MS = 9 * HOUR_MS;

/** How many points a timeline has at most. */
export const MOST_POINTS = 1_000;

export type TimelineArgs = { interval: Interval; from?: Date | null; to?: Date | null };

/** Whole intervals: from the beginning of the first up to, but without, `end`. In milliseconds. */
export type TimelineRange = { interval: Interval; start: number; end: number };

/**
 * The intervals a timeline shows: those that `[from, to)` touches. By default from the first entry, yet at most 1,000 points, until now, or
 * until the end of an event that is over. Null when there is nothing to show. `BAD_USER_INPUT` for a range that is reversed or too long.
 */
export const timelineRange = (
  { interval, from, to }: TimelineArgs,
  { firstAt, lastAt, endedAt }: Entries,
  now: Date,
): TimelineRange | null => {
  if (from && to && from > to)
    throw badInput('from', { en: 'Let the timeline begin before it ends.', ko: '기간의 시작은 끝보다 앞이어야 합니다.' });
  const begin = from ?? firstAt;
  const until = to?.getTime() ?? Math.max((endedAt ?? now).getTime(), lastAt?.getTime() ?? 0) + 1;
  if (begin === null || begin.getTime() >= until) return null;
  const width = WIDTH_MS[interval];
  const end = ceiling(until, width);
  const start = floor(begin.getTime(), width);
  const longest = end - MOST_POINTS * width;
  if (from && start < longest)
    throw badInput('from', {
      en: `Ask for at most ${MOST_POINTS} points of a timeline: let it begin later, or by day.`,
      ko: `한 번에 ${MOST_POINTS}개 시점까지 볼 수 있습니다. 시작을 늦추거나 일 단위로 조회해 주세요.`,
    });
  return { interval, start: Math.max(start, longest), end };
};

/** The points of a range, also those without entries; `counts` by the beginning of the interval in milliseconds. */
export const fillTimeline = ({ interval, start, end }: TimelineRange, counts: ReadonlyMap<number, number>): TimelinePoint[] => {
  const width = WIDTH_MS[interval];
  return Array.from({ length: (end - start) / width }, (_, index) => {
    const at = start + index * width;
    return { at: new Date(at), participants: counts.get(at) ?? 0 };
  });
};

const floor = (ms: number, width: number): number => Math.floor((ms + SEOUL_MS) / width) * width - SEOUL_MS;
const ceiling = (ms: number, width: number): number => Math.ceil((ms + SEOUL_MS) / width) * width - SEOUL_MS;
