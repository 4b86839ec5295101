import { describe, expect, it } from '@jest/globals';
import { untilMended } from './mending.ts';

const WITHIN_MS = 1_500;
const never = new AbortController().signal;

/** How many milliseconds it took. */
const timed = async (work: Promise<void>): Promise<number> => {
  const begun = performance.now();
  await work;
  return performance.now() - begun;
};

describe('The end of a live value waits for what its last state lacks', () => {
  it('until nothing is missing', async () => {
    let tries = 0;
    const tookMs = await timed(untilMended(async () => ++tries === 2, never, 60_000));
    expect(tries).toBe(2);
    expect(tookMs).toBeLessThan(30_000);
  });

  it.each([
    ['what is missing stays missing', async () => false],
    ['the last answer never comes', () => new Promise<boolean>(() => {})],
  ])('for some seconds and no longer, when %s', async (_when, again) => {
    let tries = 0;
    const trying = (): Promise<boolean> => {
      tries++;
      return again();
    };
    const tookMs = await timed(untilMended(trying, never, WITHIN_MS));
    expect(tries).toBeGreaterThan(0);
    expect(tookMs).toBeGreaterThan(WITHIN_MS - 100);
    expect(tookMs).toBeLessThan(WITHIN_MS + 5_000);
  });

  it('not at all when all have left', async () => {
    const left = new AbortController();
    const tries: number[] = [];
    const ended = untilMended(async () => tries.push(1) < 0, left.signal, 60_000);
    left.abort();
    expect(await timed(ended)).toBeLessThan(5_000);
    expect(tries).toEqual([]);
  });
});
