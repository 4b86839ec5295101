import { describe, expect, it } from '@jest/globals';
import { fillTimeline, type TimelineArgs, timelineRange } from './timeline.ts';

const now = new Date('2026-05-10T03:20:00Z');
const entries = (firstAt: string | null, lastAt = firstAt, endedAt: string | null = null) => ({
  eventIds: [],
  firstAt: firstAt === null ? null : new Date(firstAt),
  lastAt: lastAt === null ? null : new Date(lastAt),
  endedAt: endedAt === null ? null : new Date(endedAt),
});
const shown = (args: TimelineArgs, of = entries('2026-05-10T00:10:00Z')) => {
  const range = timelineRange(args, of, now);
  return range === null ? [] : fillTimeline(range, new Map()).map(({ at }) => (at as Date).toISOString());
};

describe('a timeline', () => {
  it('has a point for every hour from the first entry until now, also without entries', () => {
    const range = timelineRange({ interval: 'HOUR' }, entries('2026-05-10T01:10:00Z'), now);
    const points = range && fillTimeline(range, new Map([[Date.parse('2026-05-10T02:00:00Z'), 5]]));
    expect(points).toEqual([
      { at: new Date('2026-05-10T01:00:00Z'), participants: 0 },
      { at: new Date('2026-05-10T02:00:00Z'), participants: 5 },
      { at: new Date('2026-05-10T03:00:00Z'), participants: 0 },
    ]);
  });

  it('has days that begin at midnight in Korea', () => {
    expect(shown({ interval: 'DAY' }, entries('2026-05-08T14:59:00Z'))).toEqual([
      '2026-05-07T15:00:00.000Z',
      '2026-05-08T15:00:00.000Z',
      '2026-05-09T15:00:00.000Z',
    ]);
  });

  it('shows the intervals that its range touches, the end not included', () => {
    const from = new Date('2026-05-10T00:30:00Z');
    expect(shown({ interval: 'HOUR', from, to: new Date('2026-05-10T02:00:00Z') })).toEqual([
      '2026-05-10T00:00:00.000Z',
      '2026-05-10T01:00:00.000Z',
    ]);
    expect(shown({ interval: 'HOUR', from, to: from })).toEqual([]);
  });

  it('ends with the event, yet not before its last entry', () => {
    expect(shown({ interval: 'HOUR' }, entries('2026-05-01T00:10:00Z', '2026-05-01T02:00:00Z', '2026-05-01T01:30:00Z'))).toHaveLength(3);
  });

  it('is empty without entries, unless it is told where to begin', () => {
    expect(shown({ interval: 'DAY' }, entries(null))).toEqual([]);
    expect(shown({ interval: 'HOUR', from: new Date('2026-05-10T02:00:00Z') }, entries(null))).toHaveLength(2);
    expect(shown({ interval: 'HOUR', from: new Date('2027-01-01T00:00:00Z') })).toEqual([]);
  });

  it('refuses a range of more than 1,000 points, or one that is reversed, and names the field', () => {
    const year = { from: new Date('2025-05-10T00:00:00Z'), to: now };
    expect(() => shown({ interval: 'HOUR', ...year })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'from' }));
    expect(shown({ interval: 'DAY', ...year })).toHaveLength(366);
    expect(() => shown({ interval: 'DAY', from: now, to: year.from })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'from' }),
    );
  });

  it('shows the last 1,000 points when it chooses the range itself', () => {
    expect(shown({ interval: 'HOUR' }, entries('2025-05-10T00:00:00Z'))).toHaveLength(1_000);
  });
});
