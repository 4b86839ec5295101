import { describe, expect, it } from '@jest/globals';
import { upTo } from '#kit/testing/test-delivery.ts';
import { createEntryBatches, HELD } from './entry-batches.ts';

/** Registers when told to, and numbers what it takes; `held` entries are left out by those that do not wait. */
const registry = (held: readonly string[] = []) => {
  const batches: { entries: readonly string[]; waits: boolean; finish: () => void }[] = [];
  let taken = 0;
  const enter = createEntryBatches<string, number | null>(async (entries, waits) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    batches.push({ entries, waits, finish: resolve });
    await promise;
    if (entries.includes('breaks')) throw new Error('a batch of the test');
    return entries.map((entry) => {
      if (!waits && held.includes(entry)) return HELD;
      return entry === 'refused' ? null : ++taken;
    });
  });
  const finish = async (index: number): Promise<void> => {
    batches[index]?.finish();
    await new Promise(setImmediate);
  };
  return { batches, enter, finish, sets: () => batches.map(({ entries }) => entries.join(' ')) };
};

describe('entries', () => {
  it('of an event that come while one of its transactions is under way go together in the next, in their order', async () => {
    const { sets, enter, finish } = registry();
    const numbers = Promise.all(['a', 'b', 'refused', 'c'].map((entry) => enter('event', entry)));
    await finish(0);
    await finish(1);
    expect(sets()).toEqual(['a', 'b refused c']);
    expect(await numbers).toEqual([1, 2, null, 3]);
  });

  it('of several events go together, too; the first ones wait for nobody', async () => {
    const { sets, enter, finish } = registry();
    const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((entry) => enter(`event of ${entry}`, entry)));
    expect(sets()).toEqual(['a', 'b']);
    for (const index of [0, 1, 2]) await finish(index);
    expect(sets()).toEqual(['a', 'b', 'c d e']);
    expect(new Set(await all).size).toBe(5);
  });

  it('of an event in work leave the other lane to the rest', async () => {
    const { sets, enter, finish } = registry();
    const all = Promise.all([...['a', 'b', 'c'].map((entry) => enter('hot', entry)), enter('other', 'x'), enter('third', 'y')]);
    await finish(1);
    expect(sets()).toEqual(['a', 'x', 'y']);
    for (const index of [2, 0, 3]) await finish(index);
    expect(sets()).toEqual(['a', 'x', 'y', 'b c']);
    await all;
  });

  it('go in batches of a hundred at most', async () => {
    const { batches, enter, finish } = registry();
    const all = Promise.all(Array.from({ length: 151 }, (_, n) => enter('one', String(n))));
    for (const index of [0, 1, 2]) await finish(index);
    expect(batches.map(({ entries }) => entries.length)).toEqual([1, 100, 50]);
    expect(new Set(await all).size).toBe(151);
  });

  it('of an event that somebody else holds wait for it, and hold up nobody', async () => {
    const { batches, sets, enter, finish } = registry(['drawn']);
    const [first, second] = [enter('one', 'a'), enter('two', 'b')];
    const drawn = enter('three', 'drawn');
    const third = enter('four', 'c');
    await Promise.all([finish(0), finish(1)]);
    await finish(2);
    expect(await Promise.all([first, second, third])).toEqual([1, 2, 3]);
    expect(sets()).toEqual(['a', 'b', 'drawn c', 'drawn']);
    expect(batches.map(({ waits }) => waits)).toEqual([true, true, false, true]);
    const [again, other] = [enter('four', 'd'), enter('three', 'e')];
    await finish(4);
    expect(await again).toBe(4);
    expect(sets().at(-1)).toBe('d');
    await finish(3);
    expect(await drawn).toBe(5);
    await finish(5);
    expect(await other).toBe(6);
  });

  it('fail alone: the others of a batch that failed are tried one by one', async () => {
    const { enter, finish } = registry();
    const all = Promise.allSettled(['a', 'b', 'breaks', 'c'].map((entry) => enter('event', entry)));
    for (const index of [0, 1, 2, 3, 4]) await finish(index);
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('fail together when the database is away: none waits for it anew', async () => {
    const tried: string[][] = [];
    const enter = createEntryBatches<string, number>(async (entries) => {
      tried.push([...entries]);
      await new Promise(setImmediate);
      throw new Error('Query read timeout');
    });
    const all = await Promise.allSettled(upTo(50).map((n) => enter('event', String(n))));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(tried.map(({ length }) => length)).toEqual([1, 49, 1, 1]);
  });

  it('fail together for one event whose row is held too long, and no other event’s with them', async () => {
    const tried: string[] = [];
    const enter = createEntryBatches<string, string>(async (entries) => {
      tried.push(entries.join(' '));
      await new Promise(setImmediate);
      if (entries.some((entry) => entry.startsWith('held'))) throw new Error('Query read timeout');
      return [...entries];
    });
    const first = [enter('one', 'a'), enter('two', 'b')];
    const asked = [...upTo(4).map((n) => enter('held', `held ${n}`)), enter('free', 'c')];
    await Promise.all(first);
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([...Array(4).fill('rejected'), 'fulfilled']);
    expect(tried).toEqual(['a', 'b', 'held 1 held 2 held 3 held 4 c', 'held 1', 'held 2', 'c']);
  });

  it('are refused beyond 10,000 that wait', async () => {
    const { enter, finish } = registry();
    const [first, ...others] = upTo(10_002).map((n) => enter('event', String(n)));
    await expect(others.at(-1)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await finish(0);
    expect(await first).toBe(1);
  });
});
