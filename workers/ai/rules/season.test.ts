import { describe, expect, it } from '@jest/globals';
import { seasonAt } from './season.ts';

describe('the season', () => {
  it.each([
    ['2026-02-28T14:59:59Z', 'WINTER', '새 학기 준비'],
    ['2026-02-28T15:00:00Z', 'SPRING', '봄맞이'],
    ['2026-08-31T15:00:00Z', 'AUTUMN', '한가위'],
    ['2026-12-31T15:00:00Z', 'WINTER', '새해맞이'],
  ])('at %s is %s by the calendar of Seoul', (at, season, occasion) => {
    expect(seasonAt(new Date(at))).toEqual({ season, occasion });
  });
});
