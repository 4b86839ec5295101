import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.ts';

const backoff = { firstMs: 1_000, capMs: 300_000 };

describe('backoffMs', () => {
  it('doubles with each failure up to the cap', () => {
    const waits = [1, 2, 3, 9, 10, 50].map((failures) => backoffMs(backoff, failures, () => 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  it('takes up to a quarter off, by chance', () => {
    expect(backoffMs(backoff, 1, () => 1)).toBe(750);
  });
});
