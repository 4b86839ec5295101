import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listDeadLetters, readDeadLetter } from './dead-letters.ts';
import type { Message } from './define-event.ts';
import { readInboxLag, readParkedCount } from './delivery-figures.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import { createPostgresDoorbell } from './doorbell/postgres.ts';
import { type Lease, takeLeases } from './inbox-lease.ts';
import { longReaction, type Reaction, reaction } from './reaction.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { effect, openTestService, silent, type TestService, Tick, upTo, writesEffects } from './testing/test-delivery.ts';

const cleanups = createCleanupStack();
let database: TestDatabase;
let doorbell: Doorbell;
let count = 0;
let here: TestService;

beforeAll(async () => {
  database = await createTestDatabase();
  doorbell = createPostgresDoorbell({ url: database.url, log: silent });
});
afterAll(async () => {
  await doorbell.close();
  await database.drop();
});
beforeEach(async () => {
  count += 1;
  here = await replica();
});
afterEach(cleanups.run);

/** Another process of the same service. */
const replica = async (): Promise<TestService> => {
  const opened = await openTestService({ url: database.url, schema: `service_${count}`, doorbell });
  cleanups.add(opened.close);
  return opened;
};
const ticks = (key: string, numbers: readonly number[]): Message[] =>
  numbers.map((n) => ({
    id: `${key}/${n}`,
    type: 'test.tick',
    source: '/madang/test',
    time: new Date(0).toISOString(),
    key,
    data: { key, n },
  }));
const put = (reactions: readonly Reaction<null>[], ...messages: Message[]) => here.inbox(reactions).put(messages);
/** Takes a key as a process does that is then killed: the lease never ends. */
const takeAndDie = (leaseMs = 1): Promise<Lease[]> =>
  takeLeases(here.database.sql, new Map([['writer', '']]), { lapsed: 1, fresh: 1, weight: 1 }, leaseMs);
const waiting = async (): Promise<number> =>
  (await here.database.sql('select 1 from inbox where done_at is null and parked_at is null')).length;

describe('the inbox', () => {
  it('takes a message once for each consumer, however often it comes', async () => {
    const reactions = [writesEffects('one'), writesEffects('other')];
    for (let time = 0; time < 3; time++) await put(reactions, ...ticks('a', [1, 2]));
    here.worker(reactions);
    await eventually(async () => expect((await here.effects()).sort()).toEqual([1, 1, 2, 2]));
    expect(await here.database.sql('select 1 from inbox')).toHaveLength(4);
  });

  it('refuses two reactions of one name', () => {
    expect(() => here.inbox([writesEffects('same'), writesEffects('same')])).toThrow('Two reactions are named same.');
  });

  it('parks at once what cannot be decoded and what PostgreSQL cannot hold, its bytes kept', async () => {
    const reactions = [writesEffects()];
    const [good, nul] = ticks('a', [1, 2]) as [Message, Message];
    const { data: _, ...attributes } = { ...good, id: 'bytes' };
    const bytes = Uint8Array.from([0, 255, 123]);
    await here.inbox(reactions).put([
      { ...attributes, raw: bytes, error: 'not JSON' },
      { ...nul, data: { key: '\u0000' } },
      { ...good, data: { key: '\\u0000', n: 1 } },
    ]);
    here.worker(reactions);
    await eventually(async () => expect(await here.effects()).toEqual([1]));
    const { sql, schema } = here.database;
    const letters = await listDeadLetters(sql, schema);
    expect(letters.map(({ messageId, error }) => [messageId, error])).toEqual([
      ['bytes', 'not JSON'],
      ['a/2', 'The data holds characters that JSON in PostgreSQL cannot.'],
    ]);
    const letter = await readDeadLetter(sql, schema, letters[0]?.id.split(':')[1] ?? '');
    expect(Buffer.from(letter?.raw ?? '', 'base64')).toEqual(Buffer.from(bytes));
  });

  it('parks at once what breaks its contract, and goes on with the key', async () => {
    const reactions = [writesEffects()];
    const [first, second, third] = ticks('a', [1, 2, 3]) as [Message, Message, Message];
    await put(reactions, first, { ...second, data: { key: 'a', n: 'two' } }, third);
    here.worker(reactions);
    await eventually(async () => expect(await here.effects()).toEqual([1, 3]));
    const [letter] = await listDeadLetters(here.database.sql, here.database.schema);
    expect(letter).toMatchObject({ messageId: 'a/2', attempts: 0, error: 'The data breaks its contract at: n.' });
    expect(await readParkedCount(here.database.sql)).toBe(1);
    expect(await readInboxLag(here.database.sql)).toBe(0);
  });
});

describe('the inbox worker', () => {
  it('folds all that waits for a key into one call', async () => {
    const calls: number[] = [];
    const folds = reaction({ name: 'folds', on: [Tick], handle: async (_: null, _tx, messages) => void calls.push(messages.length) });
    await put([folds], ...ticks('a', upTo(100)));
    here.worker([folds]);
    await eventually(() => expect(calls).toEqual([100]));
  });

  it('lets a poison message hold up only its own key, parks it after 5 tries, and goes on behind it', async () => {
    let tries = 0;
    const poisoned = writesEffects('writer', (n) => {
      if (n !== 13) return;
      tries += 1;
      throw new Error('poison for 010-1234-5678');
    });
    await put([poisoned], ...ticks('bad', [12, 13, 14]), ...ticks('good', [1, 2]));
    here.worker([poisoned], { backoff: { firstMs: 100, capMs: 100 } });
    await eventually(async () => expect(await here.effects('good')).toEqual([1, 2]));
    expect(await here.effects('bad')).not.toContain(14);
    await eventually(async () => expect(await here.effects('bad')).toEqual([12, 14]));
    const letters = await listDeadLetters(here.database.sql, here.database.schema);
    expect(letters).toMatchObject([{ messageId: 'bad/13', attempts: 5, error: 'Error: poison for …' }]);
    expect(tries).toBe(6);
  });

  it('commits the effect and the mark "done" together: an effect that fails at the commit leaves the message waiting', async () => {
    const { sql } = here.database;
    await sql('create table once (n int unique deferrable initially deferred)');
    await sql('insert into once values (1)');
    const late = reaction({
      name: 'late',
      on: [Tick],
      handle: async (_: null, tx) => {
        await tx.sql('insert into once values (1)');
        await effect(tx.sql, { key: 'a', n: 1 });
      },
    });
    await put([late], ...ticks('a', [1]));
    here.worker([late]);
    await eventually(async () => (await sql('select 1 from inbox where attempts > 0')).length === 1);
    expect(await here.effects()).toEqual([]);
    await sql('delete from once');
    await eventually(async () => expect(await here.effects()).toEqual([1]));
  });

  it('takes up the key of a worker that was killed when its lease has lapsed', async () => {
    const reactions = [writesEffects()];
    await put(reactions, ...ticks('a', [1, 2]));
    await takeAndDie(300);
    here.worker(reactions);
    await eventually(async () => expect(await here.effects()).toEqual([1, 2]));
    expect(await here.database.sql('select 1 from inbox_lease')).toEqual([]);
  });

  it('parks the message whose handling began 3 times and never ended, and goes on behind it', async () => {
    const reactions = [writesEffects()];
    await put(reactions, ...ticks('a', [1, 2]));
    for (let start = 1; start <= 3; start++) {
      await eventually(async () => expect(await takeAndDie()).toMatchObject([{ key: 'a', starts: start }]));
    }
    here.worker(reactions);
    await eventually(async () => expect(await here.effects()).toEqual([2]));
    const letters = await listDeadLetters(here.database.sql, here.database.schema);
    expect(letters).toMatchObject([{ messageId: 'a/1', error: 'Its handling began 3 times and never ended.' }]);
  });

  it('tries only the oldest message after a lost worker, so that the one that kills is found', async () => {
    const calls: number[] = [];
    const folds = reaction({ name: 'writer', on: [Tick], handle: async (_: null, _tx, messages) => void calls.push(messages.length) });
    await put([folds], ...ticks('a', [1, 2, 3]));
    await takeAndDie();
    here.worker([folds]);
    await eventually(() => expect(calls).toEqual([1, 2]));
  });

  it('never runs one key twice at the same time over replicas, and has each effect once', async () => {
    const running = new Map<string, number>();
    let most = 0;
    const guarded = reaction({
      name: 'guarded',
      on: [Tick],
      handle: async (_: null, { sql }, messages) => {
        for (const { key, data } of messages) {
          running.set(key, (running.get(key) ?? 0) + 1);
          most = Math.max(most, running.get(key) ?? 0);
          await effect(sql, data);
          running.set(key, (running.get(key) ?? 0) - 1);
        }
      },
    });
    const replicas = [here, await replica(), await replica()];
    for (const each of replicas) each.worker([guarded]);
    for (const n of upTo(20)) await put([guarded], ...upTo(10).flatMap((key) => ticks(`key ${key}`, [n])));
    for (const key of upTo(10)) await eventually(async () => expect(await here.effects(`key ${key}`)).toEqual(upTo(20)));
    expect(most).toBe(1);
  });

  it('reaches every key when there are many more than it works on at once', async () => {
    const reactions = [writesEffects()];
    await put(reactions, ...upTo(300).flatMap((key) => ticks(`key ${key}`, [key])));
    here.worker(reactions);
    await eventually(async () => expect((await here.effects()).sort((a, b) => a - b)).toEqual(upTo(300)));
  });

  it('waits for a short handler that is under way when it stops', async () => {
    const { promise: hold, resolve: go } = Promise.withResolvers<void>();
    let started = false;
    const slow = writesEffects('writer', () => {
      started = true;
      return hold;
    });
    await put([slow], ...ticks('a', [1]));
    const worker = here.worker([slow]);
    await eventually(() => started);
    const stopped = worker.stop();
    go();
    await stopped;
    expect(await here.effects()).toEqual([1]);
  });
});

describe('long work', () => {
  const endsWithEffect = (work: (n: number, signal: AbortSignal) => Promise<void>): Reaction<null> =>
    longReaction({
      name: 'long',
      on: [Tick],
      work: async (_: null, { data }, signal) => {
        await work(data.n, signal);
        return async ({ sql }) => void (await effect(sql, data));
      },
    });

  it('goes on past its lease while a heartbeat renews it, outside a transaction, and never holds up short work', async () => {
    const { promise: hold, resolve: finish } = Promise.withResolvers<void>();
    let begun = 0;
    const long = endsWithEffect(async () => {
      begun += 1;
      await hold;
    });
    const short = reaction({
      name: 'short',
      on: [Tick],
      handle: async (_: null, { sql }, messages) => void (await effect(sql, { key: 'short', n: messages.length })),
    });
    for (const each of [here, await replica()]) each.worker([long, short], { leaseMs: 2_000, heartbeatMs: 200 });
    await put([long], ...upTo(4).flatMap((key) => ticks(`key ${key}`, [key])));
    const since = Date.now();
    await eventually(() => begun === 4);
    await put([short], ...ticks('s', [1]));
    await eventually(async () => expect(await here.effects('short')).toEqual([1]));
    await eventually(() => Date.now() - since > 3_000);
    expect(
      await here.database.sql("select 1 from pg_stat_activity where state = 'idle in transaction' and application_name = $1", [
        `madang-${here.database.schema}`,
      ]),
    ).toEqual([]);
    finish();
    await eventually(async () => expect(await waiting()).toBe(0));
    expect(begun).toBe(4);
    expect((await here.effects()).toSorted()).toEqual([1, 1, 2, 3, 4]);
  });

  it('is taken up by another replica when its lease has lapsed, aborted, and its late end refused', async () => {
    const { promise: hold, resolve: finish } = Promise.withResolvers<void>();
    let aborted = false;
    const stuck = endsWithEffect(async (_n, signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      await hold;
    });
    await put([stuck], ...ticks('a', [1]));
    const late = here.worker([stuck], { leaseMs: 1, heartbeatMs: 300, pollMs: 60_000 });
    await eventually(async () => (await here.database.sql('select 1 from inbox_lease')).length === 1);
    const other = await replica();
    const quick = other.worker([endsWithEffect(async () => {})]);
    await eventually(async () => expect(await here.effects()).toEqual([1]));
    await eventually(() => aborted);
    finish();
    await eventually(() => late.stats.lost > 0);
    expect(quick.stats.handled + late.stats.handled).toBe(1);
    expect(await here.effects()).toEqual([1]);
  });

  it('is aborted and given back untried when the service stops', async () => {
    let begun = false;
    const patient = endsWithEffect(async (_n, signal) => {
      begun = true;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await put([patient], ...ticks('a', [1]));
    const worker = here.worker([patient]);
    await eventually(() => begun);
    await worker.stop();
    expect(await here.database.sql('select 1 from inbox_lease')).toEqual([]);
    expect(await here.database.sql('select attempts from inbox')).toEqual([{ attempts: 0 }]);
    here.worker([endsWithEffect(async () => {})]);
    await eventually(async () => expect(await here.effects()).toEqual([1]));
  });

  it('is given back when it does not end in time after a stop', async () => {
    const { promise: hold, resolve: finish } = Promise.withResolvers<void>();
    let begun = false;
    const deaf = endsWithEffect(async () => {
      begun = true;
      await hold;
    });
    await put([deaf], ...ticks('a', [1]));
    const worker = here.worker([deaf], { stopMs: 50 });
    await eventually(() => begun);
    await worker.stop();
    expect(await here.database.sql('select 1 from inbox_lease')).toEqual([]);
    finish();
    await eventually(() => worker.stats.lost + worker.stats.handled > 0);
    expect(await here.effects()).toEqual([]);
  });

  it('is tried again with backoff when it fails, and parked after 5 tries', async () => {
    let tries = 0;
    const failing = endsWithEffect(async () => {
      tries += 1;
      throw new Error('no');
    });
    await put([failing], ...ticks('a', [1]));
    here.worker([failing]);
    await eventually(async () => expect(await readParkedCount(here.database.sql)).toBe(1));
    expect(tries).toBe(5);
  });
});
