import pg from 'pg';
import { answeredClients } from '../answered-client.ts';
import type { Sql } from '../database.ts';
import type { Doorbell } from '../doorbell/doorbell.ts';
import { inboxBell } from '../inbox.ts';
import { insertInbox } from '../inbox-rows.ts';
import type { Log } from '../log.ts';
import type { Bus } from './bus.ts';
import { createLocalRegistry, type Subscription } from './local-registry.ts';

export type LocalBusOptions = {
  /** The PostgreSQL that every service's schema is in. */
  url: string;
  /** `TOPIC_PREFIX`. */
  prefix: string;
  doorbell: Doorbell;
  log: Log;
};

/**
 * The bus without Kafka (spec §4): publishing writes into the inboxes of all groups in one transaction and rings. Groups and outboxes
 * are registered in the schema `bus`, so processes that share the database share the bus. A group's new topic is filled from the
 * outboxes, which keep what they published for 8 days.
 */
export const createLocalBus = ({ url, prefix, doorbell, log }: LocalBusOptions): Bus => {
  const pool = openPool(url, log);
  const registry = createLocalRegistry((work) => inTransaction(pool, work), prefix);
  return {
    offer: ({ schema }) => registry.addOutbox(schema),
    publish: async (messages) => {
      if (messages.length === 0) return;
      const types = [...new Set(messages.map(({ type }) => type))];
      const subscriptions = await registry.publishing(types, async (sql, subscribed) => {
        for (const [schema, those] of bySchema(subscribed)) await insertInbox(sql, schema, messages, consumersIn(those));
      });
      doorbell.ring(...new Set(subscriptions.map(({ group }) => inboxBell(group))));
    },
    join: async ({ name, topics, inbox }) => {
      await registry.addGroup(
        name,
        inbox.schema,
        topics.map((topic) => ({ topic, consumers: inbox.consumersOf(topic) })),
      );
      doorbell.ring(inboxBell(name));
      return { leave: async () => {}, behind: async () => 0 };
    },
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
};

const bySchema = (subscriptions: readonly Subscription[]): Map<string, Subscription[]> =>
  Map.groupBy(subscriptions, ({ schema }) => schema);

const consumersIn =
  (subscriptions: readonly Subscription[]) =>
  (type: string): string[] =>
    subscriptions.filter(({ topic }) => topic === type).flatMap(({ consumers }) => consumers);

const ANSWER_MS = 20_000;
/** After so long PostgreSQL ends a transaction of a process that is silent, whose rows and locks others wait for. */
const IDLE_MS = 10_000;

const openPool = (connectionString: string, log: Log): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    application_name: 'madang-bus',
    options: `-c idle_in_transaction_session_timeout=${IDLE_MS}`,
    max: 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: ANSWER_MS,
    Client: answeredClients(),
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', (error) => log.debug({ err: error }, 'the bus lost an idle connection'));
  return pool;
};

const inTransaction = async <Result>(pool: pg.Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> => {
  const client = await pool.connect();
  const sql: Sql = async (statement, parameters = []) => (await client.query(statement, [...parameters])).rows;
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work(sql);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken ??= cause;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};
