import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkDraw } from './check-draw.ts';
import { decideDraw, refuseDraw, weightedEntries } from './decide-draw.ts';
import { commitmentTo, entriesFrom, entriesText, type WeightedEntry } from './draw-algorithm.ts';
import { beginDrawing } from './drawing.ts';

const seedOf = (number: number): string => createHash('sha256').update(`fixed ${number}`).digest('hex');
const people = (number: number, visitors = 0) =>
  Array.from({ length: number }, (_, index) => ({ entryNumber: index + 1, storeVisit: index < visitors }));

/** The result of a draw that got its entries `atOnce` at a time. */
const drawn = (seed: string, entries: readonly WeightedEntry[], count: number, atOnce = entries.length) => {
  const drawing = beginDrawing(seed, count);
  for (let from = 0; from < entries.length; from += atOnce) drawing.add(entries.slice(from, from + atOnce));
  return drawing;
};
const pickWinners = (seed: string, entries: readonly WeightedEntry[], count: number): number[] =>
  drawn(seed, entries, count).result().winners;

describe('the draw', () => {
  it('follows from seed, entries and count alone', () => {
    const entries: WeightedEntry[] = [
      { entryNumber: 1, weight: 1 },
      { entryNumber: 2, weight: 2 },
      { entryNumber: 3, weight: 1 },
      { entryNumber: 4, weight: 2 },
    ];
    const winners = pickWinners('a'.repeat(64), entries, 3);
    expect(winners).toEqual(pickWinners('a'.repeat(64), entries.toReversed(), 3));
    expect(winners).toEqual([4, 3, 2]);
  });

  it('follows from them alone also when it gets its entries piece by piece', () => {
    const entries = weightedEntries(people(100, 30), true);
    for (const count of [1, 7, 100, 200]) {
      const whole = drawn(seedOf(count), entries, count).result();
      for (const atOnce of [1, 3, 33, 99]) expect(drawn(seedOf(count), entries, count, atOnce).result()).toEqual(whole);
    }
  });

  it('names each winner once and nobody who did not take part', () => {
    const winners = pickWinners(
      seedOf(1),
      people(50).map(({ entryNumber }) => ({ entryNumber, weight: 2 })),
      50,
    );
    expect(winners.toSorted((a, b) => a - b)).toEqual(people(50).map(({ entryNumber }) => entryNumber));
  });

  it('is fair: everybody wins about equally often', () => {
    const wins = new Map<number, number>();
    const entries = people(10).map(({ entryNumber }) => ({ entryNumber, weight: 1 }));
    for (let seed = 0; seed < 4_000; seed++) {
      for (const winner of pickWinners(seedOf(seed), entries, 2)) wins.set(winner, (wins.get(winner) ?? 0) + 1);
    }
    const chiSquare = [...wins.values()].reduce((sum, seen) => sum + (seen - 800) ** 2 / 800, 0);
    expect(chiSquare).toBeLessThan(27.9);
  });

  it('draws a visitor of the store twice as often as another, when asked', () => {
    const draws = 6_000;
    const participants = people(3, 1);
    let visitor = 0;
    for (let seed = 0; seed < draws; seed++) {
      visitor += pickWinners(seedOf(seed), weightedEntries(participants, true), 1)[0] === 1 ? 1 : 0;
    }
    const spread = Math.sqrt(draws / 4);
    expect(Math.abs(visitor - draws / 2)).toBeLessThan(4 * spread);
  });

  it('refuses a second draw with PART_003 and more winners than took part with PART_004', () => {
    const state = { drawn: false, participants: 3 };
    const refused = (count: number, drawn: boolean) => () => refuseDraw({ count, storeVisitBonus: false }, { ...state, drawn });
    expect(refused(1, true)).toThrow(expect.objectContaining({ code: 'PART_003' }));
    expect(refused(4, false)).toThrow(expect.objectContaining({ code: 'PART_004' }));
    expect(refused(3, false)).not.toThrow();
  });

  it('can be recomputed by anyone, and says what was changed', () => {
    const seed = seedOf(7);
    const drawing = drawn(seed, weightedEntries(people(20, 8), true), 3);
    const decided = decideDraw({ count: 3, storeVisitBonus: true }, { drawn: false, participants: 20 }, seed, drawing);
    const published = { ...decided, winners: decided.winners.map((entryNumber) => ({ entryNumber })) };
    const text = entriesText(people(20, 8).map(({ entryNumber, storeVisit }) => ({ entryNumber, weight: storeVisit ? 2 : 1 })));
    expect(checkDraw(published, text)).toEqual([]);
    expect(checkDraw({ ...published, seed: seedOf(8) }, text)).toContain(`The seed does not hash to the commitment ${commitmentTo(seed)}.`);
    expect(checkDraw(published, text.replace('20 1', '20 2'))).toEqual([`The file does not hash to ${published.entriesHash}.`]);
    expect(checkDraw({ ...published, winners: published.winners.toReversed() }, text)).toHaveLength(1);
  });

  it('publishes entries as lines of number and weight', () => {
    const entries = [
      { entryNumber: 1, weight: 2 },
      { entryNumber: 2, weight: 1 },
    ];
    expect(entriesText(entries)).toBe('1 2\n2 1\n');
    expect(entriesFrom('1 2\n2 1\n')).toEqual(entries);
    expect(() => entriesFrom('1 2\nzwei 1\n')).toThrow('Line 2');
  });
});
