import { createRequire } from 'node:module';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  type Admin,
  type Consumer,
  type EachBatchPayload,
  type IHeaders,
  type ISocketFactory,
  Kafka,
  type KafkaMessage,
  logLevel,
  Partitioners,
  type Producer,
} from 'kafkajs';
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
import { createSilenceGuard } from './silence-guard.ts';

const KEEP_ALIVE_MS = 10_000;
const GRACE_MS = 3_000;

/**
 * kafkajs 2.2.4 behind the bus. It has no maintainer, so no other file imports it, and nothing is left to its own restarts: what fails is
 * closed and made anew by the caller's next call.
 */
export const createKafkaJsDriver = (settings: KafkaSettings, log: Log): KafkaDriver => {
  const kafka = new Kafka({
    clientId: CLIENT.id,
    brokers: [...settings.brokers],
    ssl: settings.tls,
    sasl: settings.sasl ? ({ ...settings.sasl } as { mechanism: 'plain'; username: string; password: string }) : undefined,
    connectionTimeout: CLIENT.connectMs,
    requestTimeout: CLIENT.requestMs,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    socketFactory: createSocketFactory(),
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log: { message } }) =>
        log.debug({ namespace, detail: message }, 'kafkajs says'),
  });
  const admin = createRenewable<Admin>(
    () => connected(kafka.admin()),
    (open) => open.disconnect(),
  );
  const producer = createRenewable<Producer>(
    () =>
      connected(kafka.producer({ idempotent: true, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner })),
    (open) => open.disconnect(),
  );
  return {
    createTopics: (names) => admin.use((open) => createMissing(open, names, settings)),
    send: (topics) =>
      producer.use(async (open) => {
        const topicMessages = topics.map(({ topic, records }) => ({ topic, messages: [...records] }));
        await open.sendBatch({ acks: -1, timeout: CLIENT.requestMs, topicMessages });
      }),
    consume: (subscription) => consume(kafka, subscription),
    lag: (group, topics) => admin.use((open) => within(CLIENT.answerMs, 'Kafka', readLag(open, group, topics))),
    ping: () => admin.use(async (open) => void (await within(CLIENT.answerMs, 'Kafka', open.describeCluster()))),
    close: async () => void (await Promise.all([producer.close(), admin.close()])),
  };
};

type RequestQueue = { pending: readonly unknown[]; throttledUntil: number; scheduleCheckPendingRequests: () => void };

/**
 * Without this each connection looks at its empty queue every millisecond for ever, by timers of negative times, of which Node 24 warns
 * (https://github.com/tulios/kafkajs/issues/1704 and 1751).
 */
const lookAtQueuesInUseOnly = (): void => {
  const queue: RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue').prototype;
  const { scheduleCheckPendingRequests } = queue;
  queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) scheduleCheckPendingRequests.call(this);
  };
};
lookAtQueuesInUseOnly();

/** As kafkajs makes them, but that one that died is ended: kafkajs would ask over it again, four times in all, a request's time-out each. */
const createSocketFactory = (): ISocketFactory => {
  const guard = createSilenceGuard({ patienceMs });
  return ({ host, port, ssl, onConnect }) => {
    const socket = ssl
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
      : connectTcp({ host, port }, onConnect);
    return guard.watch(socket.setKeepAlive(true, KEEP_ALIVE_MS).setNoDelay(true));
  };
};

/** JoinGroup and SyncGroup, which are answered when all members have come. */
const GROUP_REQUESTS = new Set([11, 14]);
const API_KEY_AT = 4;

const patienceMs = (request: Uint8Array): number => {
  const kind = request.byteLength < API_KEY_AT + 2 ? -1 : Buffer.from(request.buffer, request.byteOffset).readInt16BE(API_KEY_AT);
  return GROUP_REQUESTS.has(kind) ? CLIENT.rebalanceMs + GRACE_MS : CLIENT.requestMs;
};

/** Connected, or closed again. */
const connected = async <Client extends { connect(): Promise<void>; disconnect(): Promise<void> }>(client: Client): Promise<Client> => {
  await client.connect().catch(async (error: unknown) => {
    await client.disconnect().catch(() => {});
    throw error;
  });
  return client;
};

const createMissing = async (admin: Admin, names: readonly string[], { partitions, replication }: KafkaSettings): Promise<void> => {
  const known = new Set(await admin.listTopics());
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    timeout: CLIENT.requestMs,
    topics: missing.map((topic) => ({
      topic,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: Object.entries(TOPIC_CONFIGURATION).map(([name, value]) => ({ name, value })),
    })),
  });
};

const readLag = async (admin: Admin, groupId: string, topics: readonly string[]): Promise<Map<string, number>> => {
  const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
  const lags = new Map<string, number>();
  for (const { topic, partitions } of committed) {
    const reached = new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    const ends = await admin.fetchTopicOffsets(topic);
    const behind = ends.map(({ partition, high, low }) => Number(high) - Math.max(Number(low), reached.get(partition) ?? 0));
    lags.set(
      topic,
      behind.reduce((sum, count) => sum + count, 0),
    );
  }
  return lags;
};

/** Restarting is the caller's, after `died`. */
const consume = async (kafka: Kafka, { group, topics, take }: Subscription): Promise<Consumption> => {
  const consumer = kafka.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: CLIENT.sessionMs,
    heartbeatInterval: CLIENT.heartbeatMs,
    rebalanceTimeout: CLIENT.rebalanceMs,
    maxWaitTimeInMs: CLIENT.maxWaitMs,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: async () => false },
  });
  const watched = watch(consumer);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => takeBatch(payload, take, watched.active),
    });
    await watched.joined;
  } catch (error) {
    await consumer.disconnect().catch(() => {});
    throw error;
  }
  return { died: watched.died, activeAt: watched.activeAt, stop: () => consumer.disconnect() };
};

/** `joined` tells what `run` keeps to itself: that a consumer could not join, as while the group's coordinator is loading. */
const watch = (consumer: Consumer) => {
  const { promise: died, resolve } = Promise.withResolvers<unknown>();
  const joining = Promise.withResolvers<void>();
  let activeAt = Date.now();
  let idle = false;
  const active = (): void => {
    activeAt = Date.now();
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    resolve(payload.error);
    joining.reject(payload.error);
  });
  consumer.on(consumer.events.FETCH, active);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    idle = Object.values(payload.memberAssignment).every((partitions) => partitions.length === 0);
    joining.resolve();
  });
  consumer.on(consumer.events.HEARTBEAT, () => {
    if (idle) active();
  });
  return { joined: joining.promise, died, active, activeAt: () => activeAt };
};

const takeBatch = async (
  { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
  take: Subscription['take'],
  active: () => void,
): Promise<void> => {
  const alive = async (): Promise<void> => {
    active();
    if (!isRunning() || isStale()) throw new Error('The partition is not read any more.');
    await heartbeat();
  };
  for (let first = 0; first < batch.messages.length && isRunning() && !isStale(); first += CLIENT.chunk) {
    const chunk = batch.messages.slice(first, first + CLIENT.chunk);
    const taking = take(
      chunk.map((message) => received(batch.topic, batch.partition, message)),
      alive,
    );
    await beating(heartbeat, taking);
    resolveOffset((chunk.at(-1) as KafkaMessage).offset);
    await heartbeat();
  }
};

/** kafkajs sends heartbeats only between what it takes: a database that is silent for a while must not cost a member its place. */
const beating = async (heartbeat: () => Promise<void>, work: Promise<void>): Promise<void> => {
  const timer = setInterval(() => void heartbeat().catch(() => {}), CLIENT.heartbeatMs);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
};

const received = (topic: string, partition: number, { offset, timestamp, key, value, headers }: KafkaMessage): ReceivedRecord => ({
  topic,
  partition,
  offset,
  timestamp,
  key,
  value,
  headers: bytes(headers ?? {}),
});

/** The first of each name. */
const bytes = (headers: IHeaders): ReceivedRecord['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return [name, first === undefined ? undefined : Buffer.from(first)];
    }),
  );
