/** A record to send. */
export type KafkaRecord = { key: string | null; value: string; headers: Record<string, string> };

/** A record as it came. */
export type ReceivedRecord = {
  topic: string;
  partition: number;
  offset: string;
  /** Milliseconds since 1970, the broker's or the producer's. */
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer | undefined>>;
};

export type Subscription = {
  group: string;
  topics: readonly string[];
  /**
   * Takes the records of one partition, in order, one call at a time for each partition. Their offsets are committed only after it
   * has resolved. `alive` tells the group that this member still works; it rejects when the partition may have become another's.
   */
  take: (records: readonly ReceivedRecord[], alive: () => Promise<void>) => Promise<void>;
};

/** One member of a group at work. */
export type Consumption = {
  /** Resolves with the reason when the member has died by itself. */
  died: Promise<unknown>;
  /** When the last answer to a fetch came (a heartbeat's, for a member without partitions); milliseconds since 1970. */
  activeAt(): number;
  /** Finishes what is under way, commits and leaves the group. */
  stop(): Promise<void>;
};

/** What the Kafka bus asks of a client library. */
export type KafkaDriver = {
  /** Creates what is missing; safe to repeat. */
  createTopics(names: readonly string[]): Promise<void>;
  /** Sends in order and resolves when all in-sync replicas have everything. After a rejection the same may be sent again. */
  send(topics: readonly { topic: string; records: readonly KafkaRecord[] }[]): Promise<void>;
  /** Joins a group, which starts from the beginning when it is new. Rejects when that does not succeed at once. */
  consume(subscription: Subscription): Promise<Consumption>;
  /** Messages of each topic that the group has not committed. */
  lag(group: string, topics: readonly string[]): Promise<Map<string, number>>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

export type KafkaSasl = { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };

/** How to reach Kafka, and how topics are made. */
export type KafkaSettings = {
  /** `host:port`. */
  brokers: readonly string[];
  tls: boolean;
  sasl: KafkaSasl | null;
  /** Of a topic that is made; fixed for its life, since keys would change their partition. */
  partitions: number;
  /** Copies of a topic that is made; -1 leaves it to the brokers. */
  replication: number;
};

const RETENTION_MS = 7 * 24 * 3_600_000;
const SEGMENT_MS = 12 * 3_600_000;

/** A record's life at most. */
export const RECORD_MS = RETENTION_MS + SEGMENT_MS;

/**
 * What every topic is made with: kept for 7 days, and messages of up to 4 MB. Kafka deletes whole segments, once their newest record is as old;
 * a segment of 12 h at most ends a record within 7.5 days, where Kafka's own week would double its life.
 */
export const TOPIC_CONFIGURATION = {
  'retention.ms': String(RETENTION_MS),
  'segment.ms': String(SEGMENT_MS),
  'cleanup.policy': 'delete',
  'max.message.bytes': String(4 * 1024 * 1024),
};

/** How every client behaves; milliseconds. A connection that died without a word is noticed in 30 s, whoever it belongs to. */
export const CLIENT = {
  id: 'madang',
  connectMs: 3_000,
  /** Until a request without an answer fails. */
  requestMs: 10_000,
  /** Until a question of ours (lag, ping) fails. */
  answerMs: 5_000,
  /** A killed member's partitions go to others after this, and after Kafka's own crash a group works again: the least that brokers allow by default. */
  sessionMs: 6_000,
  heartbeatMs: 1_000,
  /** Until a member that does not join again is left behind: longer than it may wait for a database that is silent (`kit/database.ts`). */
  rebalanceMs: 12_000,
  /** How long the broker waits for messages before it answers a fetch. */
  maxWaitMs: 500,
  /** Records of one `take` at most. */
  chunk: 1_000,
} as const;
