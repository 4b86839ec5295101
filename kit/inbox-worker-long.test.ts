import { describe, expect, it } from '@jest/globals';
import type { Sql } from './database.ts';
import { readParkedCount } from './delivery-figures.ts';
import { longReaction, type Reaction, reaction } from './reaction.ts';
import { eventually } from './testing/eventually.ts';
import { setUpInbox, ticks } from './testing/inbox-set-up.ts';
import { effect, Tick, upTo } from './testing/test-delivery.ts';

const inbox = setUpInbox();

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
    for (const each of [inbox.here, await inbox.replica()]) each.worker([long, short], { leaseMs: 2_000, heartbeatMs: 200 });
    await inbox.put([long], ...upTo(4).flatMap((key) => ticks(`key ${key}`, [key])));
    const since = Date.now();
    await eventually(() => begun === 4);
    await inbox.put([short], ...ticks('s', [1]));
    await eventually(async () => expect(await inbox.here.effects('short')).toEqual([1]));
    await eventually(() => Date.now() - since > 3_000);
    expect(
      await inbox.here.database.sql(
        "select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and application_name = $1",
        [`madang-${inbox.here.database.schema}`],
      ),
    ).toEqual([]);
    finish();
    await eventually(async () => expect(await inbox.waiting()).toBe(0));
    expect(begun).toBe(4);
    expect((await inbox.here.effects()).toSorted()).toEqual([1, 1, 2, 3, 4]);
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
    await inbox.put([stuck], ...ticks('a', [1]));
    const late = inbox.here.worker([stuck], { leaseMs: 1, heartbeatMs: 300, pollMs: 60_000 });
    await eventually(async () => (await inbox.here.database.sql('select 1 from inbox_lease')).length === 1);
    const other = await inbox.replica();
    const quick = other.worker([endsWithEffect(async () => {})]);
    await eventually(async () => expect(await inbox.here.effects()).toEqual([1]));
    await eventually(() => aborted);
    finish();
    await eventually(() => late.stats.lost > 0);
    expect(quick.stats.handled + late.stats.handled).toBe(1);
    expect(await inbox.here.effects()).toEqual([1]);
  });

  it('is aborted and given back untried when the service stops', async () => {
    let begun = false;
    const patient = endsWithEffect(async (_n, signal) => {
      begun = true;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await inbox.put([patient], ...ticks('a', [1]));
    const worker = inbox.here.worker([patient]);
    await eventually(() => begun);
    await worker.stop();
    expect(await inbox.here.database.sql('select 1 from inbox_lease')).toEqual([]);
    expect(await inbox.here.database.sql('select attempts from inbox')).toEqual([{ attempts: 0 }]);
    inbox.here.worker([endsWithEffect(async () => {})]);
    await eventually(async () => expect(await inbox.here.effects()).toEqual([1]));
  });

  it('renews its lease once at a time, and leaves no renewal under way when the worker has stopped', async () => {
    let [renewing, renewed, most] = [0, 0, 0];
    const { database } = inbox.here;
    const slowToRenew: Sql = async (statement, parameters) => {
      if (!statement.startsWith('update inbox_lease')) return database.sql(statement, parameters);
      most = Math.max(most, ++renewing);
      await database.sql('select pg_sleep(0.3)');
      return database.sql<never>(statement, parameters).finally(() => {
        renewing -= 1;
        renewed += 1;
      });
    };
    const patient = endsWithEffect((_n, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)));
    await inbox.put([patient], ...ticks('a', [1]));
    const worker = inbox.here.worker([patient], { heartbeatMs: 100 }, { ...database, sql: slowToRenew });
    await eventually(() => renewed > 0 && renewing > 0);
    await worker.stop();
    expect([renewing, most]).toEqual([0, 1]);
  });

  it('is given back when it does not end in time after a stop', async () => {
    const { promise: hold, resolve: finish } = Promise.withResolvers<void>();
    let begun = false;
    const deaf = endsWithEffect(async () => {
      begun = true;
      await hold;
    });
    await inbox.put([deaf], ...ticks('a', [1]));
    const worker = inbox.here.worker([deaf], { stopMs: 50 });
    await eventually(() => begun);
    await worker.stop();
    expect(await inbox.here.database.sql('select 1 from inbox_lease')).toEqual([]);
    finish();
    await eventually(() => worker.stats.lost + worker.stats.handled > 0);
    expect(await inbox.here.effects()).toEqual([]);
  });

  it('is tried again with backoff when it fails, and parked after 5 tries', async () => {
    let tries = 0;
    const failing = endsWithEffect(async () => {
      tries += 1;
      throw new Error('no');
    });
    await inbox.put([failing], ...ticks('a', [1]));
    inbox.here.worker([failing]);
    await eventually(async () => expect(await readParkedCount(inbox.here.database.sql)).toBe(1));
    expect(tries).toBe(5);
  });
});
