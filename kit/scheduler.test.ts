import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { every, type ScheduleOptions } from './scheduler.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let admin: pg.Client;
const cleanups = createCleanupStack();
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterEach(cleanups.run);
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const options = (name: string): ScheduleOptions => ({
  name,
  intervalMs: 30,
  firstMs: 0,
  database: { url: database.url, schema: 'test' },
  log: pino({ level: 'silent' }),
  clock: () => new Date(),
});

/** Two replicas of one task, which notes who runs it. */
const twoReplicas = (name: string) => {
  const ran: string[] = [];
  let [running, most] = [0, 0];
  const replica = (who: string) => {
    const schedule = every(options(name), async () => {
      most = Math.max(most, ++running);
      await admin.query('select pg_sleep(0.02)');
      ran.push(who);
      running--;
    });
    cleanups.add(schedule.stop);
    return schedule;
  };
  return {
    ran,
    replicas: { one: replica('one'), other: replica('other') } as Record<string, { stop(): Promise<void> }>,
    mostAtOnce: () => most,
  };
};

describe('every', () => {
  it('runs a task again and again, on one of two replicas', async () => {
    const { ran, mostAtOnce } = twoReplicas('again');
    await eventually(() => ran.length >= 5);
    expect(new Set(ran).size).toBe(1);
    expect(mostAtOnce()).toBe(1);
  });

  it('goes on in the other replica when the one that ran it stops', async () => {
    const { ran, replicas } = twoReplicas('handed over');
    await eventually(() => ran.length >= 2);
    const first = ran[0] as string;
    await replicas[first]?.stop();
    await eventually(() => ran.at(-1) !== first);
  });

  it('goes on after its connection was lost', async () => {
    const { ran, mostAtOnce } = twoReplicas('lost');
    await eventually(() => ran.length >= 2);
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'madang-test-schedule'",
    );
    const before = ran.length;
    await eventually(() => ran.length >= before + 3);
    expect(mostAtOnce()).toBeLessThanOrEqual(2);
  });

  it('does not wait for the next run when PostgreSQL was away, but looks again in 5 s', async () => {
    let [asked, runs] = [0, 0];
    const away = {
      schema: 'test',
      get url() {
        return asked++ === 0 ? 'postgres://127.0.0.1:1/away' : database.url;
      },
    };
    const schedule = every({ ...options('away'), intervalMs: 3_600_000, database: away }, async () => void runs++);
    cleanups.add(schedule.stop);
    await eventually(() => runs === 1, { within: 15_000 });
  }, 20_000);

  it('goes on after a run that failed', async () => {
    let runs = 0;
    const schedule = every(options('failing'), async () => {
      runs++;
      throw new Error('a run of the test');
    });
    cleanups.add(schedule.stop);
    await eventually(() => runs >= 3);
  });

  it('tells the run under way that it is stopped', async () => {
    let begun = 0;
    const schedule = every(options('told'), async (signal) => {
      begun++;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await eventually(() => begun === 1);
    await schedule.stop();
    expect(begun).toBe(1);
  });

  it('finishes the run under way when it is stopped, and runs no more', async () => {
    let [begun, done] = [0, 0];
    const schedule = every(options('stopped'), async () => {
      begun++;
      await admin.query('select pg_sleep(0.05)');
      done++;
    });
    await eventually(() => begun === 1);
    await schedule.stop();
    expect([begun, done]).toEqual([1, 1]);
    // The cluster is shared with other test files, whose relays take advisory locks too.
    const held = `select count(*)::int as held from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where locktype = 'advisory' and datname = current_database()`;
    const { rows } = await admin.query(held);
    expect(rows[0].held).toBe(0);
  });
});
