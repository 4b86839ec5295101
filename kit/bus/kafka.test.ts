import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../define-event.ts';
import type { Inbox } from '../inbox.ts';
import { createMetrics } from '../metrics.ts';
import { setUpDelivery } from '../testing/delivery-set-up.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { describeTopic } from '../testing/kafka-admin.ts';
import { silent, upTo, writesEffects } from '../testing/test-delivery.ts';
import { startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import { startProcess } from '../testing/test-process.ts';
import type { Bus } from './bus.ts';
import { busSuite } from './bus-suite.ts';
import { createKafkaBus } from './kafka.ts';
import type { KafkaRecord } from './kafka-driver.ts';
import { createKafkaJsDriver } from './kafkajs.ts';
import { createPlatformaticDriver } from './platformatic.ts';

/** A message that no other test sends. */
const tick = (): Message => ({ id: randomUUID(), type: 'test.tick', source: '/t', time: new Date().toISOString(), key: 'a', data: 1 });

const drivers = { kafkajs: createKafkaJsDriver, platformatic: createPlatformaticDriver };

describeOn('Kafka').each(['kafkajs', 'platformatic'] as const)('the bus on Kafka with %s', (client) => {
  const createDriver = drivers[client];
  const { cleanups, url, doorbell, service: openService } = setUpDelivery();
  let kafka: TestKafka;

  beforeAll(async () => {
    kafka = await startTestKafka();
  }, 90_000);
  afterAll(() => kafka?.stop(), 30_000);

  const openDriver = (brokers = kafka.brokers) =>
    createDriver({ brokers: [brokers], tls: false, sasl: null, partitions: 3, replication: -1 }, silent);
  const open = (prefix: string, metrics = createMetrics()) => createKafkaBus({ driver: openDriver(), prefix, metrics, log: silent });
  const restart = async (): Promise<void> => {
    await kafka.kill();
    await kafka.start();
  };

  busSuite('Kafka', { url, doorbell, open, restart });

  describe('the Kafka bus', () => {
    const service = (schema: string) => openService(`${schema}_${client}`);

    it('parks what it cannot decode, its bytes kept, and goes on', async () => {
      const driver = openDriver();
      cleanups.add(driver.close);
      const there = await service('odd_reader');
      const bus = open('odd.');
      cleanups.add(bus.close);
      await driver.createTopics(['odd.test.tick']);
      const headers = { ce_id: 'odd', ce_type: 'test.tick', ce_source: '/test', ce_time: '2026-01-01T00:00:00Z' };
      const good = (n: number): KafkaRecord => ({
        key: 'a',
        value: JSON.stringify({ key: 'a', n }),
        headers: { ...headers, ce_id: `good ${n}` },
      });
      const odd: KafkaRecord[] = [
        { key: 'a', value: '{not json', headers: { ...headers, ce_id: 'not json' } },
        { key: 'a', value: '{}', headers: {} },
        { key: 'a', value: '{}', headers: { ...headers, ce_type: 'other' } },
        { key: 'a', value: '{}', headers: { ...headers, ce_id: 'a\0b' } },
        { key: 'a\0', value: '{}', headers: { ...headers, ce_id: 'NUL in the key' } },
        { key: 'a', value: '{}', headers: { ...headers, ce_id: 'an odd time', ce_time: '+200000-01-01T00:00:00Z' } },
        { key: randomBytes(10_000).toString('hex'), value: '{}', headers: { ...headers, ce_id: 'a long key' } },
      ];
      await driver.send([{ topic: 'odd.test.tick', records: [good(1), ...odd.flatMap((record, n) => [record, good(n + 2)])] }]);
      await there.join(bus, 'reader', [writesEffects()]);
      await eventually(async () => expect(await there.effects()).toEqual(upTo(odd.length + 1)));
      const parked = await there.database.sql<{ raw: Buffer; error: string }>('select raw, error from inbox where parked_at is not null');
      expect(parked).toHaveLength(odd.length);
      expect(parked.map(({ raw }) => String(raw)).toSorted()).toEqual(odd.map(({ value }) => value).toSorted());
      expect(parked.every(({ error }) => error.length > 0)).toBe(true);
    });

    it('makes topics with the partitions and the retention that were asked for, and none by itself', async () => {
      const bus = open('made.');
      cleanups.add(bus.close);
      await bus.publish([tick()]);
      const made = await describeTopic(kafka.brokers, 'made.test.tick');
      expect(made).toEqual({ partitions: 3, retention: '604800000', segment: '43200000' });
      const driver = openDriver();
      cleanups.add(driver.close);
      await expect(driver.send([{ topic: 'nobody-made-this', records: [{ key: null, value: '1', headers: {} }] }])).rejects.toThrow();
    });

    it('brings each message to one member of a group, and some to each', async () => {
      const opened = (): Bus => {
        const bus = open('share.');
        cleanups.add(bus.close);
        return bus;
      };
      const members: { ids: string[]; behind: () => Promise<number> }[] = [];
      for (const bus of [opened(), opened()]) {
        const ids: string[] = [];
        const put: Inbox['put'] = async (messages) => void ids.push(...messages.map(({ id }) => id));
        const inbox = { schema: 'none', consumersOf: () => ['reader'], put };
        const { leave, behind } = await bus.join({ name: 'reader', topics: ['test.tick'], inbox });
        cleanups.add(leave);
        members.push({ ids, behind });
      }
      const publisher = opened();
      const publishToAll = () => publisher.publish(upTo(24).map((n) => ({ ...tick(), key: `key ${n}` })));
      const takenByEach = () => members.map(({ ids }) => ids.length);
      const noneBehind = async () => (await Promise.all(members.map(({ behind }) => behind()))).every((count) => count === 0);
      const bothHavePartitions = async (): Promise<boolean> => {
        await publishToAll();
        return takenByEach().every((count) => count > 0);
      };
      await eventually(bothHavePartitions, { within: 30_000 });
      await eventually(noneBehind);
      for (const { ids } of members) ids.length = 0;
      await publishToAll();
      await eventually(async () => takenByEach().reduce((sum, count) => sum + count) >= 24 && (await noneBehind()));
      expect(takenByEach().reduce((sum, count) => sum + count)).toBe(24);
      expect(takenByEach()).not.toContain(0);
      expect(new Set(members.flatMap(({ ids }) => ids)).size).toBe(24);
    }, 60_000);

    it('sends more than one request takes', async () => {
      const bus = open('large.');
      cleanups.add(bus.close);
      const there = await service('large_reader');
      await there.join(bus, 'reader', [writesEffects()]);
      const data = { key: 'a', pad: 'x'.repeat(300_000) };
      await bus.publish(
        upTo(9).map((n) => ({
          id: `b5c9a3b2-0000-4000-8000-00000000001${n}`,
          type: 'test.tick',
          source: '/t',
          time: new Date().toISOString(),
          key: 'a',
          data: { ...data, n },
        })),
      );
      await eventually(async () => expect(await there.effects()).toEqual(upTo(9)));
    });

    it('keeps its place while the database is away, and tells how far a group is behind', async () => {
      const metrics = createMetrics();
      const bus = open('away.', metrics);
      cleanups.add(bus.close);
      const here = await service('away_publisher');
      const there = await service('away_reader');
      here.relay(bus);
      let away = true;
      let refused = 0;
      const refuse = async (): Promise<void> => {
        refused += 1;
        throw new Error('away');
      };
      const inbox = there.inbox([writesEffects()]);
      const member = await bus.join({
        name: 'reader',
        topics: ['test.tick'],
        inbox: { ...inbox, put: (messages) => (away ? refuse() : inbox.put(messages)) },
      });
      cleanups.add(member.leave);
      const worker = there.worker([writesEffects()]);
      await here.publish('a', upTo(5));
      const lag = async () => Number(/^madang_bus_lag_messages\{.*\} (\d+)$/m.exec(await metrics.metrics())?.[1]);
      await eventually(() => refused > 6, { within: 20_000 });
      await eventually(async () => expect(await lag()).toBe(5));
      expect(await there.effects()).toEqual([]);
      away = false;
      await eventually(async () => {
        worker.wake();
        expect(await there.effects()).toEqual(upTo(5));
      });
      await eventually(async () => expect(await lag()).toBe(0));
    });

    it('takes over within 30 s from a member whose process stands still', async () => {
      const here = await service('lost_publisher');
      const there = await service('lost_reader');
      const [bus, other] = [open('lost.'), open('lost.')];
      for (const opened of [bus, other]) cleanups.add(opened.close);
      here.relay(bus);
      for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await here.publish(key, upTo(3));
      const script = new URL('../testing/hung-member.ts', import.meta.url).pathname;
      const member = startProcess(process.execPath, [script, client, kafka.brokers, 'lost.reader', 'lost.test.tick']);
      cleanups.add(() => member.end('SIGKILL'));
      await eventually(() => member.output().includes('taken'), { within: 20_000 });
      member.child.kill('SIGSTOP');
      await there.join(other, 'reader', [writesEffects()]);
      await eventually(async () => expect(await there.effects()).toHaveLength(18), { within: 30_000 });
    }, 60_000);

    it('rejects a ping and lets nobody wait while Kafka is away', async () => {
      const driver = createDriver({ brokers: ['127.0.0.1:1'], tls: false, sasl: null, partitions: 1, replication: 1 }, silent);
      const bus = createKafkaBus({ driver, prefix: '', metrics: createMetrics(), log: silent });
      const there = await service('nowhere_reader');
      const member = await bus.join({ name: 'reader', topics: ['test.tick'], inbox: there.inbox([writesEffects()]) });
      await expect(bus.ping()).rejects.toThrow();
      await member.leave();
      await bus.close();
    });
  });
});
