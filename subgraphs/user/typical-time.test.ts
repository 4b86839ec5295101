import { describe, expect, it } from '@jest/globals';
import { createTypicalTime } from './typical-time.ts';

describe('a typical time', () => {
  it('is nothing before the first note, then follows what is noted, newer times more', () => {
    const time = createTypicalTime();
    expect([time.usual(), time.atMost()]).toEqual([0, 0]);
    time.note(100);
    expect([time.usual(), time.atMost()]).toEqual([100, 250]);
    for (let noted = 0; noted < 100; noted++) time.note(20);
    expect(time.usual()).toBeCloseTo(20, 1);
    expect(time.atMost()).toBeCloseTo(20, 1);
  });

  it('is at most what nearly all are, when they vary', () => {
    const time = createTypicalTime();
    const noted = Array.from({ length: 400 }, (_, index) => -100 * Math.log(1 - ((index * 0.618_034) % 1)));
    const covered = noted.filter((ms) => {
      const isBelow = ms <= time.atMost();
      time.note(ms);
      return isBelow;
    });
    expect(covered.length / noted.length).toBeGreaterThan(0.88);
  });
});
