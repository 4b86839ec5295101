import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { joinGroup, sharesOf } from '../testing/kafka-admin.ts';
import { silent, upTo } from '../testing/test-delivery.ts';
import { startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import type { ReceivedRecord, Subscription } from './kafka-driver.ts';
import { keepConsuming } from './kafka-membership.ts';
import { createKafkaJsDriver } from './kafkajs.ts';
import { createPlatformaticDriver } from './platformatic.ts';

const drivers = { kafkajs: createKafkaJsDriver, platformatic: createPlatformaticDriver };
const clients = ['kafkajs', 'platformatic'] as const;
const PARTITIONS = 7;
const KEYS = [
  ...upTo(20).map((n) => `b5c9a3b2-0000-4000-8000-${String(n).padStart(12, '0')}`),
  ...upTo(20).map((n) => `가게 ${n}호점 이벤트`),
  'a',
  '한',
  '🎁',
  'ü',
];

describeOn('Kafka')('KAFKA_CLIENT', () => {
  const cleanups = createCleanupStack();
  let kafka: TestKafka;

  beforeAll(async () => {
    kafka = await startTestKafka();
  }, 90_000);
  afterEach(cleanups.run);
  afterAll(() => kafka?.stop(), 30_000);

  const open = (client: (typeof clients)[number], partitions = PARTITIONS) => {
    const driver = drivers[client]({ brokers: [kafka.brokers], tls: false, sasl: null, partitions, replication: -1 }, silent);
    cleanups.add(driver.close);
    return driver;
  };

  it('can be changed: both clients send a key to the same partition', async () => {
    for (const client of clients) {
      const driver = open(client);
      await driver.createTopics(['keyed']);
      await driver.send([{ topic: 'keyed', records: KEYS.map((key) => ({ key, value: client, headers: {} })) }]);
    }
    const taken = new Map<string, ReceivedRecord>();
    const take: Subscription['take'] = async (records) => {
      for (const record of records) taken.set(`${record.partition}:${record.offset}`, record);
    };
    const reader = keepConsuming(open('kafkajs'), { group: 'reader', topics: ['keyed'], take }, silent);
    cleanups.add(reader.leave);
    const partitions = (client: string): Record<string, number> =>
      Object.fromEntries(
        [...taken.values()].filter(({ value }) => String(value) === client).map(({ key, partition }) => [String(key), partition]),
      );
    for (const client of clients)
      await eventually(() => expect(Object.keys(partitions(client)).toSorted()).toEqual(KEYS.toSorted()), { within: 40_000 });
    expect(taken.size).toBe(clients.length * KEYS.length);
    expect(partitions('platformatic')).toEqual(partitions('kafkajs'));
    expect(new Set(Object.values(partitions('kafkajs'))).size).toBe(PARTITIONS);
  }, 120_000);

  it.each([
    ['kafkajs', 'platformatic', 7, [3, 4]],
    ['platformatic', 'kafkajs', 7, [3, 4]],
    ['kafkajs', 'platformatic', 1, [0, 1]],
    ['platformatic', 'kafkajs', 1, [0, 1]],
  ] as const)(
    'can be changed one process at a time: %s, with %s beside it and then instead of it, of %d partitions',
    async (before, after, partitions, shares) => {
      const topic = `${before}.${partitions}`;
      const takenBy = new Map<string, string>();
      const keepMember = (client: (typeof clients)[number]) => {
        const take: Subscription['take'] = async (records) => {
          for (const { value } of records) takenBy.set(String(value), client);
        };
        const member = keepConsuming(open(client, partitions), { group: topic, topics: [topic], take }, silent);
        cleanups.add(member.leave);
        return member;
      };
      const sender = open(before, partitions);
      let round = 0;
      const takers = async (): Promise<Set<string | undefined>> => {
        round += 1;
        const records = KEYS.map((key, n) => ({ key, value: `${round}:${n}`, headers: {} }));
        await sender.send([{ topic, records }]);
        const takersNow = () => records.map(({ value }) => takenBy.get(value));
        await eventually(() => expect(takersNow()).not.toContain(undefined), { within: 20_000 });
        return new Set(takersNow());
      };
      const shared = (expected: readonly number[]) =>
        eventually(async () => expect(await sharesOf(kafka.brokers, topic)).toEqual(expected), { within: 40_000 });

      const leaving = keepMember(before);
      await shared([partitions]);
      expect(await takers()).toEqual(new Set([before]));
      keepMember(after);
      await shared(shares);
      if (partitions > 1) await eventually(async () => expect(await takers()).toEqual(new Set(clients)), { within: 20_000 });
      await leaving.leave();
      await shared([partitions]);
      expect(await takers()).toEqual(new Set([after]));
    },
    180_000,
  );

  it('leaves a group where its members brought it, though one commits late what it took before another had that partition', async () => {
    const commitsLate = async (client: (typeof clients)[number]): Promise<void> => {
      const topic = `late.${client}`;
      const held = Promise.withResolvers<void>();
      let taken = 0;
      const take: Subscription['take'] = async (records) => {
        taken += records.length;
      };
      const driver = open(client, 2);
      const keepMember = (taking: Subscription['take']) => {
        const member = keepConsuming(open(client, 2), { group: topic, topics: [topic], take: taking }, silent);
        cleanups.add(member.leave);
      };
      const records = KEYS.map((key) => ({ key, value: 'any', headers: {} }));
      const behind = async () => (await driver.lag(topic, [topic])).get(topic);
      let holding = 0;
      keepMember((taken) => {
        holding += taken.length;
        return held.promise;
      });
      await eventually(async () => expect(await sharesOf(kafka.brokers, topic)).toEqual([2]), { within: 40_000 });
      await driver.send([{ topic, records }]);
      await eventually(() => holding === records.length, { within: 20_000 });
      keepMember(take);
      await eventually(() => taken > 0, { within: 40_000 });
      for (const round of [2, 3]) {
        await driver.send([{ topic, records }]);
        await eventually(async () => expect(await behind()).toBe(round * KEYS.length - taken), { within: 20_000 });
      }
      held.resolve();
      await eventually(async () => expect(await behind()).toBe(0), { within: 30_000 });
    };
    await Promise.all(clients.map(commitsLate));
  }, 150_000);

  it('counts nothing as taken that was only fetched when another member joins', async () => {
    const fetches = async (client: (typeof clients)[number]): Promise<void> => {
      const topic = `fetched.${client}`;
      const held = Promise.withResolvers<void>();
      const driver = open(client, 2);
      const behind = async () => (await driver.lag(topic, [topic])).get(topic);
      const keepMember = () =>
        cleanups.add(keepConsuming(open(client, 2), { group: topic, topics: [topic], take: () => held.promise }, silent).leave);
      const records = upTo(60).flatMap((round) => KEYS.map((key) => ({ key, value: `${round}`, headers: {} })));
      keepMember();
      await eventually(async () => expect(await sharesOf(kafka.brokers, topic)).toEqual([2]), { within: 40_000 });
      await driver.send([{ topic, records }]);
      keepMember();
      const begun = performance.now();
      await eventually(
        async () => {
          expect(await behind()).toBe(records.length);
          return performance.now() - begun > 7_000;
        },
        { within: 20_000 },
      );
      held.resolve();
    };
    await Promise.all(clients.map(fetches));
  }, 120_000);

  it('can be updated one process at a time: members by platformatic let in those of version 0.1.0, and are let in', async () => {
    const driver = open('platformatic');
    await driver.createTopics(['older']);
    cleanups.add(await eventually(() => joinGroup(kafka.brokers, 'older', 'older', 'roundrobin'), { within: 30_000 }));
    const member = await driver.consume({ group: 'older', topics: ['older'], take: async () => {} });
    cleanups.add(member.stop);
    cleanups.add(await joinGroup(kafka.brokers, 'older', 'older', 'roundrobin'));
  }, 60_000);
});
