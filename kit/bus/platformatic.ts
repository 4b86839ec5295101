import { Admin, compatibilityPartitioner, Producer, stringSerializers } from '@platformatic/kafka';
import type { Log } from '../log.ts';
import { within } from '../within.ts';
import { CLIENT, type KafkaDriver, type KafkaSettings, TOPIC_CONFIGURATION } from './kafka-driver.ts';
import { consume } from './platformatic-member.ts';
import { createRenewable } from './renewable.ts';

/** @platformatic/kafka behind the bus (`KAFKA_CLIENT=platformatic`): the way out should kafkajs, which has no maintainer, fail some day. */
export const createPlatformaticDriver = (settings: KafkaSettings, log: Log): KafkaDriver => {
  const connection = {
    clientId: CLIENT.id,
    bootstrapBrokers: [...settings.brokers],
    connectTimeout: CLIENT.connectMs,
    timeout: CLIENT.requestMs,
    requestTimeout: CLIENT.requestMs,
    retries: 3,
    retryDelay: 200,
    autocreateTopics: false,
    ...(settings.tls ? { tls: {} } : {}),
    ...(settings.sasl ? { sasl: { ...settings.sasl, mechanism: MECHANISMS[settings.sasl.mechanism] } } : {}),
  };
  const admin = createRenewable(
    async () => new Admin(connection),
    (client) => client.close(),
  );
  const producer = createRenewable(
    async () =>
      new Producer({ ...connection, serializers: stringSerializers, idempotent: true, acks: -1, partitioner: compatibilityPartitioner }),
    (client) => client.close(),
  );
  return {
    createTopics: (names) => admin.use((open) => createMissing(open, names, settings)),
    send: (topics) =>
      producer.use(async (open) => {
        const messages = topics.flatMap(({ topic, records }) =>
          records.map(({ key, value, headers }) => ({ topic, value, headers, ...(key === null ? {} : { key }) })),
        );
        await open.send({ messages });
      }),
    consume: (subscription) => consume(connection, subscription, log),
    lag: (group, topics) => admin.use((open) => within(CLIENT.answerMs, 'Kafka', readLag(open, group, topics))),
    ping: () => admin.use(async (open) => void (await within(CLIENT.answerMs, 'Kafka', open.metadata({ topics: [], forceUpdate: true })))),
    close: async () => void (await Promise.all([producer.close(), admin.close()])),
  };
};

const MECHANISMS = { plain: 'PLAIN', 'scram-sha-256': 'SCRAM-SHA-256', 'scram-sha-512': 'SCRAM-SHA-512' } as const;

const createMissing = async (admin: Admin, names: readonly string[], { partitions, replication }: KafkaSettings): Promise<void> => {
  const known = new Set(await admin.listTopics());
  const topics = names.filter((name) => !known.has(name));
  if (topics.length === 0) return;
  const configs = Object.entries(TOPIC_CONFIGURATION).map(([name, value]) => ({ name, value }));
  await admin.createTopics({ topics, partitions, replicas: replication, configs }).catch((error: unknown) => {
    if (!String((error as { errors?: unknown[] }).errors ?? error).includes('already exists')) throw error;
  });
};

const readLag = async (admin: Admin, group: string, topics: readonly string[]): Promise<Map<string, number>> => {
  const { topics: known } = await admin.metadata({ topics: [...topics] });
  const requests = (timestamp: bigint) =>
    topics.map((name) => ({
      name,
      partitions: (known.get(name)?.partitions ?? []).map((_, partitionIndex) => ({ partitionIndex, timestamp })),
    }));
  const ends = await admin.listOffsets({ topics: requests(-1n) });
  const starts = await admin.listOffsets({ topics: requests(-2n) });
  const [committed] = await admin.listConsumerGroupOffsets({ groups: [group] });
  const place = (list: typeof ends, topic: string, partition: number): bigint =>
    list.find(({ name }) => name === topic)?.partitions.find(({ partitionIndex }) => partitionIndex === partition)?.offset ?? 0n;
  const reached = (topic: string, partition: number): bigint =>
    committed?.topics.find(({ name }) => name === topic)?.partitions.find(({ partitionIndex }) => partitionIndex === partition)
      ?.committedOffset ?? -1n;
  const behind = (topic: string, partition: number, end: bigint): number =>
    Number(end) - Math.max(Number(place(starts, topic, partition)), Number(reached(topic, partition)));
  return new Map(
    ends.map(({ name, partitions }) => [
      name,
      partitions.reduce((sum, { partitionIndex, offset }) => sum + behind(name, partitionIndex, offset), 0),
    ]),
  );
};
