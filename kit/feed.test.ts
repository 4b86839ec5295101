import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CodedError } from './errors.ts';
import { type FeedSource, follow } from './feed.ts';
import { beginOf } from './feed-begin.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { createLiveTable, type LiveTable } from './testing/live-table.ts';

type Item = { n: number };

let table: LiveTable;
const cleanups = createCleanupStack();
beforeAll(async () => {
  table = await createLiveTable();
});
afterEach(cleanups.run);
afterAll(() => table.close());

/** Adds items the way participants get their entry numbers: counted under a lock, so that numbers have no gap and commit in order. */
const add = async (list: string, count: number): Promise<void> => {
  const client = await table.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [list]);
    const highest = '(select coalesce(max(n), 0) from items where list = $1)';
    await client.query(`insert into items select $1, ${highest} + step from generate_series(1, $2::int) step`, [list, count]);
    await client.query('commit');
  } finally {
    client.release();
  }
  table.writer.ring(list);
};

const sourceOf = (list: string, more: Partial<FeedSource<Item>> = {}): FeedSource<Item> => ({
  bells: [list],
  readAfter: async (cursor, limit) =>
    (await table.pool.query('select n from items where list = $1 and n > $2 order by n limit $3', [list, Number(cursor ?? 0), limit])).rows,
  latest: async () =>
    (await table.pool.query<{ n: string | null }>('select max(n)::text as n from items where list = $1', [list])).rows[0]?.n ?? null,
  cursorOf: ({ n }) => String(n),
  ...more,
});

const collect = async (source: FeedSource<Item>) => {
  const items = await follow(table.live(), source);
  cleanups.add(() => items.return());
  const seen: number[] = [];
  void (async () => {
    for await (const { n } of items) seen.push(n);
  })();
  return { items, seen };
};
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a feed', () => {
  it('begins now, without what was there before', async () => {
    const list = randomUUID();
    await add(list, 3);
    const { seen } = await collect(sourceOf(list));
    await add(list, 2);
    await eventually(() => expect(seen).toEqual([4, 5]));
  });

  it('says where it begins, so that who loses it before its first item misses nothing', async () => {
    const list = randomUUID();
    await add(list, 3);
    const { items } = await collect(sourceOf(list));
    expect(beginOf(items)).toBe('3');
    await items.return();
    await add(list, 2);
    const { seen } = await collect(sourceOf(list, { after: beginOf(items) }));
    await eventually(() => expect(seen).toEqual([4, 5]));
    const answers = [false, true];
    const waiting = collect(sourceOf(list, { exists: async () => answers.shift() ?? true, waitForMs: 10_000, beginning: '0' }));
    await eventually(() => answers.length < 2);
    await add(list, 1);
    expect(beginOf((await waiting).items)).toBe('0');
  });

  it('begins with the first item of an empty list', async () => {
    const list = randomUUID();
    const { seen } = await collect(sourceOf(list));
    await add(list, 1);
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('resumes behind a cursor, and pages through what was missed', async () => {
    const list = randomUUID();
    await add(list, 25);
    const { seen } = await collect(sourceOf(list, { after: '4', limit: 5 }));
    await eventually(() => expect(seen).toEqual(numbers(5, 25)));
    await add(list, 5);
    await eventually(() => expect(seen).toEqual(numbers(5, 30)));
  });

  it('gives each item once and in order to a client that reconnects while twenty writers add items', async () => {
    const list = randomUUID();
    const { items, seen } = await collect(sourceOf(list, { after: '0', limit: 7 }));
    const writing = Promise.all(
      numbers(1, 20).map(async () => {
        for (let n = 0; n < 5; n++) await add(list, 2);
      }),
    );
    await eventually(() => seen.length > 20);
    await items.return();
    const resumed = await collect(sourceOf(list, { after: String(seen.at(-1)), limit: 7 }));
    await writing;
    await eventually(() => expect([...seen, ...resumed.seen]).toEqual(numbers(1, 200)));
  });

  it('reads a page only when its consumer has taken the one before', async () => {
    const list = randomUUID();
    let readings = 0;
    const { readAfter, ...source } = sourceOf(list, { after: '0', limit: 10 });
    await add(list, 100);
    const items = await follow(table.live(), {
      ...source,
      readAfter: (cursor, limit) => {
        readings++;
        return readAfter(cursor, limit);
      },
    });
    cleanups.add(() => items.return());
    for (const n of numbers(1, 10)) expect((await items.next()).value).toEqual({ n });
    expect(readings).toBe(1);
    for (const n of numbers(11, 100)) expect((await items.next()).value).toEqual({ n });
    expect(readings).toBe(10);
  });

  it('waits for an event that is not known yet and then gives all of its items', async () => {
    const list = randomUUID();
    const asked: boolean[] = [];
    let known = false;
    const waiting = collect(sourceOf(list, { exists: async () => asked.push(known) > 0 && known, waitForMs: 10_000 }));
    await eventually(() => expect(asked).toEqual([false]));
    known = true;
    await add(list, 3);
    await add(list, 1);
    const { seen } = await waiting;
    await eventually(() => expect(seen.at(-1)).toBe(4));
  });

  it('is refused with EVENT_001 when the event stays unknown, and with what its source throws', async () => {
    const unknown = sourceOf('unknown', { exists: async () => false, waitForMs: 30 });
    await expect(follow(table.live(), unknown)).rejects.toMatchObject({ code: 'EVENT_001' });
    const refused = sourceOf('refused', { readAfter: async () => Promise.reject(new CodedError('BAD_USER_INPUT')) });
    await expect(follow(table.live(), refused)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('goes on after readings that fail', async () => {
    const list = randomUUID();
    let failing = 0;
    const { readAfter, ...source } = sourceOf(list);
    const { seen } = await collect({
      ...source,
      readAfter: async (cursor, limit) => (failing-- > 0 ? Promise.reject(new Error('the database is away')) : readAfter(cursor, limit)),
    });
    failing = 2;
    await add(list, 2);
    await eventually(() => expect(seen).toEqual([1, 2]));
  });

  it('ends at once when the consumer leaves', async () => {
    const items = await follow(table.live(), sourceOf(randomUUID()));
    const pending = items.next();
    await items.return();
    expect(await pending).toEqual({ done: true, value: undefined });
  });
});
