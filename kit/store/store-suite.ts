import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../testing/eventually.ts';
import type { Store } from './store.ts';

const MINUTE = 60_000;
const times = <Value>(count: number, make: (index: number) => Value): Value[] => Array.from({ length: count }, (_, index) => make(index));

/** What every store adapter must do. `open` is called for each process that the suite plays; all of them see the same data. */
export const storeSuite = (adapter: string, open: () => Store): void => {
  describe(`the store: ${adapter}`, () => {
    let store: Store;
    let other: Store;
    const key = () => `suite:${randomUUID()}`;
    beforeAll(() => {
      store = open();
      other = open();
    });
    afterAll(() => Promise.all([store.close(), other.close()]));

    it('answers a ping', () => store.ping());

    it('gives null for what was never written', async () => {
      expect(await store.get(key())).toBeNull();
    });

    it('shows every process what one of them wrote, replaced or deleted', async () => {
      const id = key();
      await store.set(id, 'first', MINUTE);
      expect(await other.get(id)).toBe('first');
      await other.set(id, 'second', MINUTE);
      expect(await store.get(id)).toBe('second');
      await store.delete(id);
      expect(await other.get(id)).toBeNull();
    });

    it('keeps Korean, emoji and escaped text as it is', async () => {
      const id = key();
      const text = JSON.stringify({ title: '가을맞이 마당 이벤트 🎉', quote: `'"\\\u0000` });
      await store.set(id, text, MINUTE);
      expect(await store.get(id)).toBe(text);
      expect(await store.compareAndSet(id, text, '바뀜', MINUTE)).toBe(true);
      expect(await store.get(id)).toBe('바뀜');
    });

    it('keeps a value of a megabyte', async () => {
      const id = key();
      const text = '마당'.repeat(175_000);
      await store.set(id, text, MINUTE);
      expect((await store.get(id)) === text).toBe(true);
    });

    it('forgets an entry when its time is over, and counts the time from the last write', async () => {
      const [brief, renewed] = [key(), key()];
      await store.set(renewed, 'renewed', 30);
      await store.set(renewed, 'renewed', MINUTE);
      await store.set(brief, 'brief', 30);
      await eventually(async () => (await store.get(brief)) === null);
      expect(await store.getMany([brief, renewed])).toEqual([null, 'renewed']);
    });

    it('returns many in the order asked for, null for the missing, repeats for repeats', async () => {
      const [one, two, missing] = [key(), key(), key()];
      await store.set(one, '1', MINUTE);
      await store.set(two, '2', MINUTE);
      expect(await store.getMany([two, missing, one, two])).toEqual(['2', null, '1', '2']);
      expect(await store.getMany([])).toEqual([]);
    });

    it('lets one of twenty writers at once replace a value', async () => {
      const id = key();
      await store.set(id, 'start', MINUTE);
      const won = await Promise.all(times(20, (n) => (n % 2 ? store : other).compareAndSet(id, 'start', `writer ${n}`, MINUTE)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get(id)).toBe(`writer ${won.indexOf(true)}`);
    });

    it('lets one of twenty writers at once make an entry that was not there', async () => {
      const id = key();
      const won = await Promise.all(times(20, (n) => (n % 2 ? store : other).compareAndSet(id, null, `writer ${n}`, MINUTE)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get(id)).toBe(`writer ${won.indexOf(true)}`);
    });

    it('treats an expired entry like none when comparing', async () => {
      const id = key();
      await store.set(id, 'old', 20);
      await eventually(async () => (await store.get(id)) === null);
      expect(await store.compareAndSet(id, 'old', 'new', MINUTE)).toBe(false);
      const won = await Promise.all(times(20, (n) => (n % 2 ? store : other).compareAndSet(id, null, `writer ${n}`, MINUTE)));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it('refuses a comparison with nothing or with something else while there is an entry', async () => {
      const id = key();
      await store.set(id, 'present', MINUTE);
      expect(await store.compareAndSet(id, null, 'x', MINUTE)).toBe(false);
      expect(await store.compareAndSet(id, 'else', 'x', MINUTE)).toBe(false);
      expect(await store.compareAndSet(key(), 'else', 'x', MINUTE)).toBe(false);
      expect(await store.get(id)).toBe('present');
    });

    it('counts a hundred increments at once, each number once', async () => {
      const id = key();
      const counts = await Promise.all(times(100, (n) => (n % 2 ? store : other).increment(id, MINUTE)));
      expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual(times(100, (n) => n + 1));
      expect(Math.max(...counts.map(({ resetsInMs }) => resetsInMs))).toBeLessThanOrEqual(MINUTE);
    });

    it('counts several at once', async () => {
      const id = key();
      expect((await store.increment(id, MINUTE, 5)).count).toBe(5);
      expect((await other.increment(id, MINUTE, 3)).count).toBe(8);
    });

    it('starts a counter again when the time from its first increment is over', async () => {
      const id = key();
      expect((await store.increment(id, 300)).count).toBe(1);
      const second = await store.increment(id, MINUTE);
      expect(second.count).toBe(2);
      expect(second.resetsInMs).toBeLessThanOrEqual(300);
      await eventually(async () => (await store.get(id)) === null);
      expect((await store.increment(id, MINUTE)).count).toBe(1);
    });
  });
};
