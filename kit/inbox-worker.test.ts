import { describe, expect, it } from '@jest/globals';
import { listDeadLetters } from './dead-letters.ts';
import { type Lease, takeLeases } from './inbox-lease.ts';
import { reaction } from './reaction.ts';
import { eventually } from './testing/eventually.ts';
import { setUpInbox, ticks } from './testing/inbox-set-up.ts';
import { effect, Tick, upTo, writesEffects } from './testing/test-delivery.ts';
import { startProcess } from './testing/test-process.ts';

const inbox = setUpInbox();

/** Takes a key as a process does that is then killed: the lease never ends. */
const takeAndDie = (leaseMs = 1): Promise<Lease[]> =>
  takeLeases(inbox.here.database.sql, new Map([['writer', '']]), { lapsed: 1, fresh: 1, weight: 1 }, leaseMs);

describe('the inbox worker', () => {
  it('folds all that waits for a key into one call', async () => {
    const calls: number[] = [];
    const folds = reaction({ name: 'folds', on: [Tick], handle: async (_: null, _tx, messages) => void calls.push(messages.length) });
    await inbox.put([folds], ...ticks('a', upTo(100)));
    inbox.here.worker([folds]);
    await eventually(() => expect(calls).toEqual([100]));
  });

  it('lets a poison message hold up only its own key, parks it after 5 tries, and goes on behind it', async () => {
    let tries = 0;
    const poisoned = writesEffects('writer', (n) => {
      if (n !== 13) return;
      tries += 1;
      throw new Error('poison for 010-1234-5678');
    });
    await inbox.put([poisoned], ...ticks('bad', [12, 13, 14]), ...ticks('good', [1, 2]));
    inbox.here.worker([poisoned], { backoff: { firstMs: 100, capMs: 100 } });
    await eventually(async () => expect(await inbox.here.effects('good')).toEqual([1, 2]));
    expect(await inbox.here.effects('bad')).not.toContain(14);
    await eventually(async () => expect(await inbox.here.effects('bad')).toEqual([12, 14]));
    const letters = await listDeadLetters(inbox.here.database.sql, inbox.here.database.schema);
    expect(letters).toMatchObject([{ messageId: 'bad/13', attempts: 5, error: 'Error: poison for …' }]);
    expect(tries).toBe(6);
  });

  it('parks nothing for what fails while the store is away: it waits, and goes on by itself', async () => {
    let tries = 0;
    let away = true;
    const checkNeeds = async (): Promise<void> => {
      if (away) throw new Error('The store is away.');
    };
    const needing = writesEffects('writer', async () => {
      tries += 1;
      await checkNeeds();
    });
    await inbox.put([needing], ...ticks('a', upTo(3)));
    const worker = inbox.here.worker([needing], { checkNeeds, maxAttempts: 3 });
    await eventually(() => tries > 12);
    away = false;
    await eventually(async () => expect(await inbox.here.effects('a')).toEqual(upTo(3)));
    expect(worker.stats.parked).toBe(0);
  });

  it('commits the effect and the mark "done" together: an effect that fails at the commit leaves the message waiting', async () => {
    const { sql } = inbox.here.database;
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
    await inbox.put([late], ...ticks('a', [1]));
    inbox.here.worker([late]);
    await eventually(async () => (await sql('select 1 from inbox where attempts > 0')).length === 1);
    expect(await inbox.here.effects()).toEqual([]);
    await sql('delete from once');
    await eventually(async () => expect(await inbox.here.effects()).toEqual([1]));
  });

  it('takes up the key of a worker that was killed when its lease has lapsed', async () => {
    const reactions = [writesEffects()];
    await inbox.put(reactions, ...ticks('a', [1, 2]));
    await takeAndDie(300);
    inbox.here.worker(reactions);
    await eventually(async () => expect(await inbox.here.effects()).toEqual([1, 2]));
    expect(await inbox.here.database.sql('select 1 from inbox_lease')).toEqual([]);
  });

  it('parks the message whose handling began 3 times and never ended, and goes on behind it', async () => {
    const reactions = [writesEffects()];
    await inbox.put(reactions, ...ticks('a', [1, 2]));
    for (let start = 1; start <= 3; start++) {
      await eventually(async () => expect(await takeAndDie()).toMatchObject([{ key: 'a', starts: start }]));
    }
    inbox.here.worker(reactions);
    await eventually(async () => expect(await inbox.here.effects()).toEqual([2]));
    const letters = await listDeadLetters(inbox.here.database.sql, inbox.here.database.schema);
    expect(letters).toMatchObject([{ messageId: 'a/1', error: 'Its handling began 3 times and never ended.' }]);
  });

  it('parks the message that kills the process for ever, and nothing that was worked on beside it', async () => {
    const reactions = [writesEffects()];
    const innocent = upTo(12).flatMap((key) => ticks(`key ${key}`, [key]));
    await inbox.put(reactions, ...innocent, ...ticks('a killer', [13, 14]), ...ticks('z', [15]));
    let deaths = 0;
    const waitForDeathOrEnd = async (): Promise<void> => {
      const script = new URL('testing/dying-worker.ts', import.meta.url).pathname;
      const { child, end } = startProcess(process.execPath, [script, inbox.url(), inbox.here.database.schema]);
      inbox.cleanups.add(() => end('SIGKILL'));
      await eventually(async () => child.signalCode !== null || (await inbox.waiting()) === 0, { within: 20_000 });
      deaths += child.signalCode === null ? 0 : 1;
    };
    for (let start = 0; start < 6 && (await inbox.waiting()) > 0; start++) await waitForDeathOrEnd();
    const letters = await listDeadLetters(inbox.here.database.sql, inbox.here.database.schema);
    expect(letters).toMatchObject([{ messageId: 'a killer/13', error: 'Its handling began 3 times and never ended.' }]);
    expect((await inbox.here.effects()).toSorted((a, b) => a - b)).toEqual([...upTo(12), 14, 15]);
    expect(deaths).toBe(3);
  }, 60_000);

  it('takes several keys in one transaction, and when one of them fails the others have their effects all the same', async () => {
    const fails = reaction({
      name: 'fails',
      on: [Tick],
      handle: async (_: null, { sql }, messages) => {
        for (const { data } of messages) await effect(sql, data);
        if (messages.some(({ data }) => data.n === 13)) throw new Error('unlucky');
      },
    });
    await inbox.put([fails], ...upTo(40).flatMap((key) => ticks(`key ${String(key).padStart(2, '0')}`, [key])));
    inbox.here.worker([fails], { backoff: { firstMs: 60_000, capMs: 60_000 } });
    const others = upTo(40).filter((n) => n !== 13);
    await eventually(async () => expect((await inbox.here.effects()).toSorted((a, b) => a - b)).toEqual(others));
    const [{ transactions } = { transactions: 0 }] = await inbox.here.database.sql<{ transactions: number }>(
      'select count(distinct xmin::text)::int as transactions from effects',
    );
    expect(transactions).toBeLessThan(20);
  });

  it('gives a reaction that wants them together the messages of several keys in one call', async () => {
    const calls: number[][] = [];
    const together = reaction({
      name: 'together',
      on: [Tick],
      together: true,
      handle: async (_: null, _tx, messages) => void calls.push(messages.map(({ data }) => data.n)),
    });
    await inbox.put(
      [together],
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((key, index) => ticks(key, [10 * index, 10 * index + 1])),
    );
    inbox.here.worker([together]);
    await eventually(() => expect(calls.flat()).toHaveLength(16));
    expect(calls.length).toBeLessThan(8);
    for (const key of upTo(7)) expect(calls.flat().filter((n) => Math.floor(n / 10) === key)).toEqual([10 * key, 10 * key + 1]);
  });

  it('tries only the oldest message after a lost worker, so that the one that kills is found', async () => {
    const calls: number[] = [];
    const folds = reaction({ name: 'writer', on: [Tick], handle: async (_: null, _tx, messages) => void calls.push(messages.length) });
    await inbox.put([folds], ...ticks('a', [1, 2, 3]));
    await takeAndDie();
    inbox.here.worker([folds]);
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
    const replicas = [inbox.here, await inbox.replica(), await inbox.replica()];
    for (const each of replicas) each.worker([guarded]);
    for (const n of upTo(20)) await inbox.put([guarded], ...upTo(10).flatMap((key) => ticks(`key ${key}`, [n])));
    for (const key of upTo(10)) await eventually(async () => expect(await inbox.here.effects(`key ${key}`)).toEqual(upTo(20)));
    expect(most).toBe(1);
  });

  it('reaches every key when there are many more than it works on at once', async () => {
    const reactions = [writesEffects()];
    await inbox.put(reactions, ...upTo(300).flatMap((key) => ticks(`key ${key}`, [key])));
    inbox.here.worker(reactions);
    await eventually(async () => expect((await inbox.here.effects()).sort((a, b) => a - b)).toEqual(upTo(300)));
  });

  it('waits for a short handler that is under way when it stops', async () => {
    const { promise: hold, resolve: go } = Promise.withResolvers<void>();
    let started = false;
    const slow = writesEffects('writer', () => {
      started = true;
      return hold;
    });
    await inbox.put([slow], ...ticks('a', [1]));
    const worker = inbox.here.worker([slow]);
    await eventually(() => started);
    const stopped = worker.stop();
    go();
    await stopped;
    expect(await inbox.here.effects()).toEqual([1]);
  });
});
