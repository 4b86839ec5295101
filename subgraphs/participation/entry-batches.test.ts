import { describe, expect, it } from '@jest/globals';
import { createEntryBatches } from './entry-batches.ts';

/** Registers when told to; numbers entries by event. */
const registry = () => {
  const batches: { eventId: string; entries: readonly string[]; finish: () => void }[] = [];
  let taken = 0;
  const enter = createEntryBatches<string, number | null>(async (eventId, entries) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    batches.push({ eventId, entries, finish: resolve });
    await promise;
    if (entries.includes('breaks')) throw new Error('a batch of the test');
    return entries.map((entry) => (entry === 'refused' ? null : ++taken));
  });
  const finish = async (index: number): Promise<void> => {
    batches[index]?.finish();
    await new Promise(setImmediate);
  };
  return { batches, enter, finish };
};

describe('entries of an event', () => {
  it('that come while a transaction is under way go together in the next, in their order', async () => {
    const { batches, enter, finish } = registry();
    const numbers = Promise.all(['a', 'b', 'refused', 'c'].map((entry) => enter('event', entry)));
    await finish(0);
    await finish(1);
    expect(batches.map(({ entries }) => entries)).toEqual([['a'], ['b', 'refused', 'c']]);
    expect(await numbers).toEqual([1, 2, null, 3]);
  });

  it('do not wait for those of another event, nor in batches of more than a hundred', async () => {
    const { batches, enter, finish } = registry();
    const all = Promise.all([...Array.from({ length: 151 }, (_, n) => enter('one', String(n))), enter('other', 'x')]);
    expect(batches.map(({ eventId }) => eventId)).toEqual(['one', 'other']);
    for (const index of [0, 1, 2, 3]) await finish(index);
    expect(batches.filter(({ eventId }) => eventId === 'one').map(({ entries }) => entries.length)).toEqual([1, 100, 50]);
    expect(new Set(await all).size).toBe(152);
  });

  it('fail alone: the others of a batch that failed are tried one by one', async () => {
    const { enter, finish } = registry();
    const all = Promise.allSettled(['a', 'b', 'breaks', 'c'].map((entry) => enter('event', entry)));
    for (const index of [0, 1, 2, 3, 4]) await finish(index);
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
