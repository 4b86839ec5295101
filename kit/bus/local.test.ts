import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { setUpDelivery } from '../testing/delivery-set-up.ts';
import { eventually } from '../testing/eventually.ts';
import { silent, writesEffects } from '../testing/test-delivery.ts';
import { busSuite } from './bus-suite.ts';
import { createLocalBus } from './local.ts';

const { cleanups, url, doorbell, service } = setUpDelivery();

const cut = async (): Promise<void> => {
  const admin = new pg.Client({ connectionString: url() });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'madang-bus'`,
  );
  await admin.end();
};

const open = (prefix: string) => createLocalBus({ url: url(), prefix, doorbell: doorbell(), log: silent });

busSuite('local', { url, doorbell, open, restart: cut });

describe('the local bus', () => {
  it('forgets a group whose schema was removed, and still brings messages to the others', async () => {
    const bus = open('gone.');
    cleanups.add(bus.close);
    const here = await service('gone_publisher');
    const gone = await service('gone_reader');
    const stays = await service('stays_reader');
    await gone.join(bus, 'gone', [writesEffects()]);
    await stays.join(bus, 'stays', [writesEffects()]);
    await gone.close();
    await here.database.sql('drop schema gone_reader cascade');
    here.relay(bus);
    await here.publish('a', [1]);
    await eventually(async () => expect(await stays.effects()).toEqual([1]));
  });

  it('creates its tables once when several processes start together', async () => {
    const buses = [1, 2, 3, 4].map(() => open('together.'));
    await Promise.all(buses.map((bus) => bus.offer({ schema: 'nowhere' })));
    await Promise.all(buses.map((bus) => bus.close()));
  });

  it('rejects a ping when PostgreSQL is away', async () => {
    const bus = createLocalBus({ url: 'postgres://nobody@127.0.0.1:1/nowhere', prefix: '', doorbell: doorbell(), log: silent });
    await expect(bus.ping()).rejects.toThrow();
    await bus.close();
  });
});
