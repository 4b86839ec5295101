import { Gauge } from 'prom-client';
import type { Message } from '../define-event.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { within } from '../within.ts';
import type { Bus } from './bus.ts';
import type { KafkaDriver, KafkaRecord } from './kafka-driver.ts';
import { takeIntoInbox } from './kafka-inbox.ts';
import { type KafkaMembership, keepConsuming } from './kafka-membership.ts';
import { recordOf } from './kafka-messages.ts';

export type KafkaBusOptions = {
  driver: KafkaDriver;
  /** `TOPIC_PREFIX`: of topics and groups. */
  prefix: string;
  metrics: Metrics;
  log: Log;
};

const PING_MS = 5_000;
/** The bus is not ready when a member's fetches have not been answered for so long. */
const SILENT_MS = 30_000;
/** Of one request to Kafka, which refuses larger ones than a topic's `max.message.bytes`. */
const REQUEST_BYTES = 500_000;

/**
 * The bus on Kafka (spec §4): a topic a message type, a consumer group a service. It connects when it is first needed, and a Kafka that is
 * away holds up nothing but messages: publishing rejects and is repeated by the relay, groups join when it is back.
 */
export const createKafkaBus = ({ driver, prefix, metrics, log }: KafkaBusOptions): Bus => {
  const members = new Set<KafkaMembership>();
  const created = new Set<string>();
  const typeOf = (topic: string): string => topic.slice(prefix.length);
  exportLag(driver, members, metrics, log);

  const prepare = async (topics: readonly string[]): Promise<void> => {
    const missing = topics.filter((topic) => !created.has(topic));
    if (missing.length === 0) return;
    await driver.createTopics(missing);
    for (const topic of missing) created.add(topic);
  };

  return {
    offer: async () => {},
    publish: async (messages) => {
      try {
        await prepare([...new Set(messages.map(({ type }) => prefix + type))]);
        for (const request of requestsOf(messages, prefix)) await driver.send(request);
      } catch (error) {
        created.clear();
        throw error;
      }
    },
    join: async ({ name, topics, inbox }) => {
      const take = takeIntoInbox(inbox, typeOf, log);
      const member = keepConsuming(driver, { group: prefix + name, topics: topics.map((topic) => prefix + topic), take }, log);
      members.add(member);
      return {
        leave: async () => {
          members.delete(member);
          await member.leave();
        },
        behind: member.behind,
      };
    },
    ping: async () => {
      const silent = [...members].filter((member) => member.silentMs() > SILENT_MS).map(({ subscription }) => subscription.group);
      if (silent.length > 0) throw new Error(`Nothing was fetched for ${SILENT_MS / 1_000} s for ${silent.join(', ')}.`);
      await within(PING_MS, 'Kafka', driver.ping());
    },
    close: async () => {
      await Promise.all([...members].map((member) => member.leave()));
      members.clear();
      await driver.close();
    },
  };
};

type Request = Parameters<KafkaDriver['send']>[0];

/** In order, and none larger than Kafka takes. */
const requestsOf = (messages: readonly Message[], prefix: string): Request[] => {
  const requests: Map<string, KafkaRecord[]>[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const record = recordOf(message);
    const bytes = Buffer.byteLength(record.value) + 500;
    if (size + bytes > REQUEST_BYTES) {
      requests.push(new Map());
      size = 0;
    }
    size += bytes;
    const request = requests.at(-1) as Map<string, KafkaRecord[]>;
    const topic = prefix + message.type;
    request.set(topic, [...(request.get(topic) ?? []), record]);
  }
  return requests.map((request) => [...request].map(([topic, records]) => ({ topic, records })));
};

const exportLag = (driver: KafkaDriver, members: ReadonlySet<KafkaMembership>, metrics: Metrics, log: Log): void => {
  new Gauge({
    name: 'madang_bus_lag_messages',
    help: 'Messages in Kafka that a group has not taken into its inbox.',
    labelNames: ['group', 'topic'],
    registers: [metrics],
    async collect() {
      await Promise.all([...members].map((member) => measure(this, member)));
    },
  });
  const measure = async (gauge: Gauge<'group' | 'topic'>, { subscription: { group, topics } }: KafkaMembership): Promise<void> => {
    const lags = await driver.lag(group, topics).catch((error: unknown) => {
      log.warn({ err: error, group }, 'the lag of a group could not be read');
      return new Map<string, number>();
    });
    for (const topic of topics) gauge.set({ group, topic }, lags.get(topic) ?? Number.NaN);
  };
};
