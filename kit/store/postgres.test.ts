import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { eventually } from '../testing/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createPostgresStore } from './postgres.ts';
import { storeSuite } from './store-suite.ts';

const log = pino({ level: 'silent' });
const cleanups = createCleanupStack();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  cleanups.add(database.drop);
});
afterAll(cleanups.run);

const open = (sweepMs?: number) => createPostgresStore({ url: database.url, log, sweepMs });

describe('the PostgreSQL store', () => {
  it('is made once by several processes that start together', async () => {
    const stores = Array.from({ length: 8 }, () => open());
    await Promise.all(stores.map((store, n) => store.set(`start:${n}`, 'up', 60_000)));
    expect(await stores[0]?.getMany(['start:0', 'start:7'])).toEqual(['up', 'up']);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('removes expired entries, and only those', async () => {
    const store = open(20);
    cleanups.add(store.close);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    cleanups.add(() => client.end());
    await store.set('swept:stays', 'here', 60_000);
    await client.query(
      `insert into store.entries select 'swept:' || n, 'old', now() - interval '1 second' from generate_series(1, 2500) n`,
    );
    await eventually(async () => {
      const { rows } = await client.query(`select key from store.entries where key like 'swept:%'`);
      expect(rows).toEqual([{ key: 'swept:stays' }]);
    });
  });

  it('rejects a ping when PostgreSQL is away', async () => {
    const store = createPostgresStore({ url: 'postgres://nobody@127.0.0.1:1/nowhere', log });
    cleanups.add(store.close);
    await expect(store.ping()).rejects.toThrow();
  });
});

storeSuite('PostgreSQL', () => open());
