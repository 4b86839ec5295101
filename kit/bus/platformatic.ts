import {
  Admin,
  Consumer,
  compatibilityPartitioner,
  type Message,
  type MessagesStream,
  Producer,
  stringSerializers,
} from '@platformatic/kafka';
import type { Log } from '../log.ts';
import { within } from '../within.ts';
import {
  CLIENT,
  type Consumption,
  type KafkaDriver,
  type KafkaSettings,
  type ReceivedRecord,
  type Subscription,
  TOPIC_CONFIGURATION,
} from './kafka-driver.ts';
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

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

/**
 * A group lets in only members that share a name for the way they divide partitions. First kafkajs' name for it, so that this client may replace
 * that one, and that one this, one by one; then this client's own, which members of version 0.1.0 have.
 */
const PROTOCOLS = [
  { name: 'RoundRobinAssigner', version: 0 },
  { name: 'roundrobin', version: 1 },
];

/** Joining is answered when all members have joined, so that its connection has longer. */
const consume = async (
  connection: ConstructorParameters<typeof Admin>[0],
  { group, topics, take }: Subscription,
  log: Log,
): Promise<Consumption> => {
  const consumer = new Consumer({
    ...connection,
    groupId: group,
    autocommit: false,
    sessionTimeout: CLIENT.sessionMs,
    heartbeatInterval: CLIENT.heartbeatMs,
    rebalanceTimeout: CLIENT.rebalanceMs,
    requestTimeout: CLIENT.rebalanceMs + 2_000,
    maxWaitTime: CLIENT.maxWaitMs,
    protocols: PROTOCOLS,
    minBytes: 1,
  });
  const close = async (): Promise<void> =>
    void (await consumer.close(true).catch((error: unknown) => log.debug({ err: error }, 'a consumer did not close')));
  let activeAt = Date.now();
  const active = (): void => {
    activeAt = Date.now();
  };
  consumer.on('error', () => {});
  consumer.on('consumer:heartbeat:end', () => {
    if ((consumer.assignments ?? []).every(({ partitions }) => partitions.length === 0)) active();
  });
  try {
    const stream = await consumer.consume({ topics: [...topics], mode: 'committed', fallbackMode: 'earliest' });
    stream.on('fetch', active);
    let stopping = false;
    const reading = readAll(stream, take, () => stopping || stream.destroyed, active);
    return {
      died: reading.then((error) => error ?? new Error('The stream of messages ended.')),
      activeAt: () => activeAt,
      stop: async () => {
        stopping = true;
        stream.destroy();
        await reading;
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Takes what has come, again and again, partition by partition; resolves with the reason when the stream ends. */
const readAll = async (stream: Stream, take: Subscription['take'], isOver: () => boolean, active: () => void): Promise<unknown> => {
  const alive = async (): Promise<void> => {
    active();
    if (isOver()) throw new Error('The partition is not read any more.');
  };
  let failed: unknown;
  let wake = (): void => {};
  let ready = false;
  const signal = (): void => {
    ready = true;
    wake();
  };
  stream.on('readable', signal).on('close', signal).on('end', signal);
  stream.on('error', (error) => {
    failed = error;
    signal();
  });
  try {
    while (!isOver() && failed === undefined) {
      const messages = waiting(stream);
      if (messages.length > 0) await takeAll(messages, take, alive);
      else if (!ready) await new Promise<void>((resolve) => (wake = resolve));
      ready = messages.length > 0;
    }
    return failed;
  } catch (error) {
    return error;
  }
};

const waiting = (stream: Stream): Message[] => {
  const messages: Message[] = [];
  while (messages.length < CLIENT.chunk) {
    const message = stream.read() as Message | null;
    if (message === null) break;
    messages.push(message);
  }
  return messages;
};

const takeAll = async (messages: readonly Message[], take: Subscription['take'], alive: () => Promise<void>): Promise<void> => {
  const partitions = [...Map.groupBy(messages, ({ topic, partition }) => `${topic}/${partition}`).values()];
  await Promise.all(
    partitions.map(async (those) => {
      await take(those.map(received), alive);
      await those.at(-1)?.commit();
    }),
  );
};

const received = ({ topic, partition, offset, timestamp, key, value, headers }: Message): ReceivedRecord => ({
  topic,
  partition,
  offset: String(offset),
  timestamp: String(timestamp),
  key: key ?? null,
  value: value ?? null,
  headers: Object.fromEntries([...headers].map(([name, content]) => [String(name), content])),
});
