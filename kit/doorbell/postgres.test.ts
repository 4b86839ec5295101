import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { doorbellSuite } from './doorbell-suite.ts';
import { createPostgresDoorbell } from './postgres.ts';

const log = pino({ level: 'silent' });
let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const cut = async (): Promise<void> => {
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
};

doorbellSuite('PostgreSQL', { open: () => createPostgresDoorbell({ url: database.url, log }), cut });

describe('the PostgreSQL doorbell', () => {
  it('answers many pings at once with one question', async () => {
    const doorbell = createPostgresDoorbell({ url: database.url, log });
    await doorbell.listen('a', () => {});
    const asked = jest.spyOn(pg.Client.prototype, 'query');
    await Promise.all(Array.from({ length: 8 }, () => doorbell.ping()));
    expect(asked).toHaveBeenCalledTimes(1);
    await doorbell.ping();
    expect(asked).toHaveBeenCalledTimes(2);
    asked.mockRestore();
    await doorbell.close();
  });

  it('rejects a ping and closes while PostgreSQL is away', async () => {
    const doorbell = createPostgresDoorbell({ url: 'postgres://nobody@127.0.0.1:1/nowhere', log });
    doorbell.ring('a');
    const listening = doorbell.listen('a', () => {});
    await expect(doorbell.ping()).rejects.toThrow();
    await Promise.all([doorbell.close(), expect(listening).rejects.toThrow('closed')]);
  });
});
