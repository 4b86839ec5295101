import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { silent, upTo } from '../testing/test-delivery.ts';
import { startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import type { ReceivedRecord } from './kafka-driver.ts';
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

  const open = (client: (typeof clients)[number]) => {
    const driver = drivers[client]({ brokers: [kafka.brokers], tls: false, sasl: null, partitions: PARTITIONS, replication: -1 }, silent);
    cleanups.add(driver.close);
    return driver;
  };

  it('can be changed: both clients send a key to the same partition', async () => {
    for (const client of clients) {
      const driver = open(client);
      await driver.createTopics(['keyed']);
      await driver.send([{ topic: 'keyed', records: KEYS.map((key) => ({ key, value: client, headers: {} })) }]);
    }
    const taken: ReceivedRecord[] = [];
    const reader = await open('kafkajs').consume({
      group: 'reader',
      topics: ['keyed'],
      take: async (records) => void taken.push(...records),
    });
    cleanups.add(reader.stop);
    const partitions = (client: string): Record<string, number> =>
      Object.fromEntries(taken.filter(({ value }) => String(value) === client).map(({ key, partition }) => [String(key), partition]));
    for (const client of clients)
      await eventually(() => expect(Object.keys(partitions(client)).toSorted()).toEqual(KEYS.toSorted()), { within: 80_000 });
    expect(taken).toHaveLength(clients.length * KEYS.length);
    expect(partitions('platformatic')).toEqual(partitions('kafkajs'));
    expect(new Set(Object.values(partitions('kafkajs'))).size).toBe(PARTITIONS);
  }, 200_000);
});
