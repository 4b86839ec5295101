import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from './bus/bus.ts';
import { createLocalBus } from './bus/local.ts';
import { cleanInbox, cleanOutbox } from './delivery-cleaning.ts';
import { readOutboxAge } from './delivery-figures.ts';
import { countPublished } from './delivery-metrics.ts';
import { createMetrics } from './metrics.ts';
import { startRelay } from './relay.ts';
import { setUpDelivery } from './testing/delivery-set-up.ts';
import { eventually } from './testing/eventually.ts';
import { silent, type TestService, Tick, upTo, writesEffects } from './testing/test-delivery.ts';

const { cleanups, url, doorbell, service } = setUpDelivery();
let count = 0;
let here: TestService;
let there: TestService;

beforeEach(async () => {
  count += 1;
  here = await service(`publisher_${count}`);
  there = await service(`reader_${count}`);
});

const openBus = (at = url()): Bus => {
  const bus = createLocalBus({ url: at, prefix: `relay-${count}.`, doorbell: doorbell(), log: silent });
  cleanups.add(bus.close);
  return bus;
};
const received = async (): Promise<number[]> =>
  (await there.database.sql<{ n: number }>("select (data->>'n')::int as n from inbox order by seq")).map(({ n }) => n);
const drained = () => eventually(async () => (await here.database.sql('select 1 from outbox where published_at is null')).length === 0);
const joined = async (bus: Bus): Promise<void> => {
  await bus.join({ name: 'reader', topics: [Tick.type], inbox: there.inbox([writesEffects()]) });
};

describe('the relay', () => {
  it('does not skip the message of a slow transaction that has the lower id', async () => {
    const bus = openBus();
    await joined(bus);
    here.relay(bus);
    const { promise: hold, resolve: commit } = Promise.withResolvers<void>();
    const { promise: written, resolve: wrote } = Promise.withResolvers<void>();
    const slow = here.database.transaction(async ({ sql }) => {
      await sql(`insert into outbox (message_id, type, source, time, key, data)
        values (gen_random_uuid(), 'test.tick', '/madang/test', now(), 'slow', '{"key":"slow","n":1}')`);
      wrote();
      await hold;
    });
    await written;
    await here.publish('quick', [2, 3]);
    await eventually(async () => expect(await received()).toEqual([2, 3]));
    commit();
    await slow;
    await eventually(async () => expect(await received()).toEqual([2, 3, 1]));
  });

  it('counts what it has published, by kind, beside other services of its process', async () => {
    const metrics = createMetrics();
    const bus = openBus();
    await joined(bus);
    const [onPublished, other] = [countPublished({ name: 'event', metrics }), countPublished({ name: 'user', metrics })];
    const relay = startRelay({ database: here.database, bus, log: silent, pollMs: 50, onPublished });
    cleanups.add(relay.stop);
    await here.publish('a', upTo(3));
    await drained();
    other([]);
    const published = () => metrics.getSingleMetricAsString('madang_messages_published_total');
    await eventually(async () => expect(await published()).toContain('{service="event",type="test.tick"} 3'));
    expect(await published()).not.toContain('"user"');
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    const bus = openBus();
    await joined(bus);
    here.relay(bus);
    const failing = here.database.transaction(async (tx) => {
      tx.publish(Tick, { key: 'ghost', n: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await here.publish('a', [2]);
    await eventually(async () => expect(await received()).toEqual([2]));
  });

  it('keeps the order of messages when several run for one outbox', async () => {
    await joined(openBus());
    const second = await service(`publisher_${count}`);
    await here.database.transaction(async (tx) => {
      for (const n of upTo(3_000)) tx.publish(Tick, { key: `key ${n % 5}`, n });
    });
    const relays = [here.relay(openBus()), second.relay(openBus())];
    await here.publish('key 0', [3_001, 3_002]);
    await drained();
    expect(await received()).toEqual(upTo(3_002));
    expect(relays.reduce((sum, { stats }) => sum + stats.published, 0)).toBe(3_002);
  });

  it('loses nothing while the bus is away, and drains when it is back', async () => {
    await joined(openBus());
    const lost = here.relay(openBus('postgres://nobody@127.0.0.1:1/nowhere'));
    await here.publish('a', upTo(3));
    await eventually(() => lost.stats.failures >= 2);
    expect(await readOutboxAge(here.database.sql)).toBeGreaterThan(0);
    await lost.stop();
    here.relay(openBus());
    await drained();
    expect(await received()).toEqual(upTo(3));
    expect(await readOutboxAge(here.database.sql)).toBe(0);
  });

  it('has one effect for a message that is published twice', async () => {
    await there.join(openBus(), 'reader', [writesEffects()]);
    here.relay(openBus());
    await here.publish('a', upTo(5));
    await drained();
    await here.database.sql('update outbox set published_at = null');
    await drained();
    await here.publish('a', [6]);
    await eventually(async () => expect(await there.effects()).toEqual(upTo(6)));
  });
});

describe('cleaning', () => {
  it('is what a relay and a worker do by themselves', async () => {
    await there.join(openBus(), 'reader', [writesEffects()]);
    await here.publish('a', [1, 2]);
    const relay = here.relay(openBus());
    await eventually(async () => expect(await there.effects()).toEqual([1, 2]));
    await relay.stop();
    const tables = [
      { service: here, table: 'outbox', ended: 'published_at' },
      { service: there, table: 'inbox', ended: 'done_at' },
    ];
    for (const { service: owner, table, ended } of tables) {
      await owner.database.sql(`update ${table} set ${ended} = now() - interval '9 days'`);
    }
    here.relay(openBus());
    there.worker([writesEffects()]);
    for (const { service: owner, table } of tables) {
      await eventually(async () => expect(await owner.database.sql(`select 1 from ${table}`)).toEqual([]));
    }
  });

  it('deletes what was published or done more than 8 days ago, and nothing else', async () => {
    const { sql } = here.database;
    await here.database.transaction(async (tx) => {
      for (const n of upTo(2_503)) tx.publish(Tick, { key: 'a', n });
    });
    await sql(
      "update outbox set published_at = now() - case when id <= 2500 then interval '9 days' else interval '7 days' end where id <= 2502",
    );
    expect(await cleanOutbox(here.database)).toBe(2_500);
    expect(await sql('select id::int from outbox order by id')).toEqual([{ id: 2_501 }, { id: 2_502 }, { id: 2_503 }]);
    await sql(`insert into inbox (consumer, message_id, type, source, time, key, done_at, parked_at)
      select 'c', n, 't', 's', now(), 'k', case when n <= 2 then now() - n * interval '5 days' end, case when n = 3 then now() - interval '1 year' end
      from generate_series(1, 4) n`);
    expect(await cleanInbox(here.database)).toBe(1);
    expect(await sql('select message_id from inbox order by seq')).toEqual([{ message_id: '1' }, { message_id: '3' }, { message_id: '4' }]);
  });
});
