import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ReceivedRecord } from '#kit/bus/kafka-driver.ts';
import { keepConsuming } from '#kit/bus/kafka-membership.ts';
import { createKafkaJsDriver } from '#kit/bus/kafkajs.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { eventCatalogue } from '#schema/events/catalogue.ts';

const log = pino({ level: 'silent' });
const MARK = 'echo';
const topics = eventCatalogue.map(({ type }) => type);
/** Of each topic. */
export const PARTITIONS = 4;
const READ_MS = 300_000;

/** Speaks to Kafka as services do. */
export const openDriver = (brokers: string) =>
  createKafkaJsDriver({ brokers: [brokers], tls: false, sasl: null, partitions: PARTITIONS, replication: -1 }, log);

/** Sends every message again. */
export type Echo = { behind: () => Promise<number>; stop: () => Promise<void> };

/** Sends each record of every topic a second time as it was, but for a header that keeps it from being sent a third time. */
export const startEcho = (brokers: string): Echo => {
  const driver = openDriver(brokers);
  const take = async (records: readonly ReceivedRecord[]): Promise<void> => {
    const originals = records.filter(({ headers }) => !headers[MARK]);
    const topic = records[0]?.topic ?? '';
    if (originals.length > 0) await driver.send([{ topic, records: originals.map(again) }]);
  };
  const membership = keepConsuming(driver, { group: 'chaos-echo', topics, take }, log);
  return {
    behind: membership.behind,
    stop: async () => {
      await membership.leave();
      await driver.close();
    },
  };
};

const again = ({ key, value, headers }: ReceivedRecord) => ({
  key: key?.toString('utf8') ?? null,
  value: value?.toString('utf8') ?? '',
  headers: { ...Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, bytes?.toString('utf8') ?? ''])), [MARK]: '1' },
});

/** A record of Kafka's log: `id` is the message's, and comes as often as it was sent. */
export type LogRecord = { topic: string; partition: number; offset: number; key: string; id: string };

/** Reads every topic from its beginning, each time: a group starts there only while it is new. */
export const readLog = async (brokers: string): Promise<LogRecord[]> => {
  const driver = openDriver(brokers);
  const found = new Map<string, LogRecord>();
  const take = async (records: readonly ReceivedRecord[]): Promise<void> => {
    for (const { topic, partition, offset, key, headers } of records) {
      const id = headers.ce_id?.toString('utf8') ?? '';
      found.set(`${topic}/${partition}/${offset}`, { topic, partition, offset: Number(offset), key: key?.toString('utf8') ?? '', id });
    }
  };
  const membership = keepConsuming(driver, { group: `chaos-audit-${randomUUID()}`, topics, take }, log);
  try {
    await eventually(async () => (await membership.behind()) === 0, { within: READ_MS });
    return [...found.values()];
  } finally {
    await membership.leave();
    await driver.close();
  }
};
