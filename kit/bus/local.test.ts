import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Doorbell } from '../doorbell/doorbell.ts';
import { createPostgresDoorbell } from '../doorbell/postgres.ts';
import { eventually } from '../testing/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { openTestService, silent, writesEffects } from '../testing/test-delivery.ts';
import { busSuite } from './bus-suite.ts';
import { createLocalBus } from './local.ts';

let database: TestDatabase;
let doorbell: Doorbell;

beforeAll(async () => {
  database = await createTestDatabase();
  doorbell = createPostgresDoorbell({ url: database.url, log: silent });
});
afterAll(async () => {
  await doorbell.close();
  await database.drop();
});

const cut = async (): Promise<void> => {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'madang-bus'`,
  );
  await admin.end();
};

const open = (prefix: string) => createLocalBus({ url: database.url, prefix, doorbell, log: silent });

busSuite('local', { url: () => database.url, doorbell: () => doorbell, open, restart: cut });

describe('the local bus', () => {
  it('forgets a group whose schema was removed, and still brings messages to the others', async () => {
    const bus = open('gone.');
    const here = await openTestService({ url: database.url, schema: 'gone_publisher', doorbell });
    const gone = await openTestService({ url: database.url, schema: 'gone_reader', doorbell });
    const stays = await openTestService({ url: database.url, schema: 'stays_reader', doorbell });
    await gone.join(bus, 'gone', [writesEffects()]);
    await stays.join(bus, 'stays', [writesEffects()]);
    await gone.close();
    await here.database.sql('drop schema gone_reader cascade');
    here.relay(bus);
    await here.publish('a', [1]);
    await eventually(async () => expect(await stays.effects()).toEqual([1]));
    for (const service of [here, stays]) await service.close();
    await bus.close();
  });

  it('creates its tables once when several processes start together', async () => {
    const buses = [1, 2, 3, 4].map(() => open('together.'));
    await Promise.all(buses.map((bus) => bus.offer({ schema: 'nowhere' })));
    await Promise.all(buses.map((bus) => bus.close()));
  });

  it('rejects a ping when PostgreSQL is away', async () => {
    const bus = createLocalBus({ url: 'postgres://nobody@127.0.0.1:1/nowhere', prefix: '', doorbell, log: silent });
    await expect(bus.ping()).rejects.toThrow();
    await bus.close();
  });
});
