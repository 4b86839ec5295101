import { setTimeout as pause, setImmediate as timersComeNext } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database, openDatabase } from './database.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { startProxyBefore, type TcpProxy, through } from './testing/tcp-proxy.ts';
import { createTestDatabase } from './testing/test-database.ts';

/** Wide, for a machine that is starved: those asked later are cut a second after the first one's time, and 2 s before their own is over. */
const THREE = { poolSize: 3, answerMs: 5_000 };
const LATER_MS = 3_000;

describe('A connection to PostgreSQL that died without a word', () => {
  const cleanups = createCleanupStack();
  let url: string;
  let proxy: TcpProxy;
  let proxied: string;
  let database: Database;
  let other: Database;

  const open = async (url: string, { poolSize = 1, answerMs = 500 } = {}): Promise<Database> => {
    const opened = await openDatabase({ url, schema: 'test', poolSize, answerMs, ring: () => {}, onError: () => {} });
    cleanups.add(opened.close);
    await opened.migrate();
    return opened;
  };

  beforeAll(async () => {
    const created = await createTestDatabase();
    url = created.url;
    cleanups.add(created.drop);
    proxy = await startProxyBefore(url);
    cleanups.add(proxy.close);
    proxied = through(url, proxy);
    database = await open(proxied);
    other = await open(url);
    await other.sql('create table counters (id text primary key, value int)');
  });
  afterAll(cleanups.run);
  beforeEach(() => other.sql(`insert into counters values ('one', 0) on conflict (id) do update set value = 0`));

  it('is noticed by the query that has no answer, and lent to nobody again', async () => {
    await database.sql('select 1');
    proxy.abandon();
    await expect(database.sql('select 1')).rejects.toThrow();
    await eventually(() => database.sql('select 1'), { within: 400 });
  });

  it('takes those along that were silent as long, idle or asked later', async () => {
    const pool = await open(proxied, THREE);
    const all = () => Promise.all([1, 2, 3].map(() => pool.sql('select pg_sleep(0.05)')));
    await all();
    proxy.abandon();
    const first = expect(pool.sql('select 1')).rejects.toThrow('timeout');
    await pause(LATER_MS);
    await Promise.all([first, expect(pool.sql('select 1')).rejects.toThrow('terminated')]);
    await eventually(all, { within: THREE.answerMs / 2 });
  }, 30_000);

  it('is taken for slow while others that are as old answer: these stay, and those asked later keep their own time', async () => {
    const pool = await open(url, THREE);
    const all = () => Promise.all([1, 2, 3].map(() => pool.sql('select pg_backend_pid() as pid, pg_sleep(0.2)')));
    const before = new Set((await all()).flat().map(({ pid }) => pid));
    const first = expect(pool.sql('select pg_sleep(30)')).rejects.toThrow('timeout');
    await pause(LATER_MS);
    await Promise.all([first, pool.sql(`select pg_sleep(${(THREE.answerMs - 1_000) / 1_000})`)]);
    const after = (await all()).flat().map(({ pid }) => pid);
    expect(after.filter((pid) => before.has(pid))).toHaveLength(2);
  }, 30_000);

  it('is not one whose answer is there when a process goes on that was held up', async () => {
    const direct = await open(url);
    const pid = () => direct.sql('select pg_backend_pid() as pid');
    const before = await pid();
    const asked = direct.sql('select pg_sleep(0.2)').catch(() => {});
    await pause(100);
    await timersComeNext();
    for (const until = performance.now() + 1_000; performance.now() < until; );
    await asked;
    expect(await pid()).toEqual(before);
  });

  it('costs no place in the pool when a crash of PostgreSQL ends it, whether within a transaction, at its begin or at its commit', async () => {
    const crashing = (when: 'begin' | 'work' | 'commit') =>
      database.transaction(async ({ sql }) => {
        await sql('select 1');
        if (when === 'work') await terminated();
        await sql('select 1');
        if (when === 'commit') await terminated();
      });
    const terminated = () =>
      other.sql(`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`);
    for (const when of ['begin', 'work', 'commit'] as const) {
      if (when === 'begin') proxy.abandon();
      await crashing(when).catch(() => {});
      await eventually(() => database.sql('select 1'), { within: 2_000 });
    }
  });

  it('holds no lock: PostgreSQL ends the transaction it was in', async () => {
    const lost = database.transaction(async ({ sql }) => {
      await sql(`update counters set value = 1 where id = 'one'`);
      proxy.abandon();
      await sql('select 1');
    });
    await expect(lost).rejects.toThrow();
    await eventually(() => database.sql('select 1'), { within: 2_000 });
    await eventually(() => other.sql(`update counters set value = value + 2 where id = 'one'`), { within: 5_000 });
    expect(await other.sql('select value from counters')).toEqual([{ value: 2 }]);
  });
});
