import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { PassingMap } from './passing-map.ts';

setFlagsFromString('--expose-gc');
const collect: (options?: { type: 'minor' }) => void = runInNewContext('gc');

const MEGABYTE = 1024 * 1024;
const ROUNDS = 40;

/** Of so many entries a round few are there at once. */
const ENTRIES = 256;
const PRESENT = 16;

/**
 * The most megabytes that were held while as many came and went; a full collection that V8 begins meanwhile
 * takes only what was there before it.
 */
const heldBy = (put: (key: number, value: Buffer) => void, remove: (key: number) => void): number => {
  collect();
  // What the first has found is freed beside; the second waits for that.
  collect();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let entry = 0; entry < ROUNDS * ENTRIES; entry++) {
    put(entry, Buffer.alloc(MEGABYTE / ENTRIES));
    if (entry >= PRESENT) remove(entry - PRESENT);
    if (entry % ENTRIES > 0) continue;
    collect({ type: 'minor' });
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  return most / MEGABYTE;
};

describe('A map whose entries come and go', () => {
  it('holds what was put in until it is taken', () => {
    const map = new PassingMap<string, number>();
    map.set('a', 1);
    map.set('b', 2);
    map.set('b', 3);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, 3, undefined, 2]);
    expect([map.has('a'), map.has('c')]).toEqual([true, false]);
    expect(map.entries()).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
    expect([map.take('a'), map.take('a'), map.size]).toEqual([1, undefined, 1]);
    map.clear();
    expect([map.get('b'), map.size]).toEqual([undefined, 0]);
  });

  it('keeps nothing of what has gone, where a Map keeps it until a full collection', () => {
    const map = new Map<number, Buffer>();
    const passing = new PassingMap<number, Buffer>();
    const keptByMap = heldBy(
      (key, value) => map.set(key, value),
      (key) => map.delete(key),
    );
    const kept = heldBy(
      (key, value) => passing.set(key, value),
      (key) => passing.take(key),
    );
    expect(keptByMap).toBeGreaterThan(ROUNDS / 2);
    expect(kept).toBeLessThan(ROUNDS / 10);
  });
});
