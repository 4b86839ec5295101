import type { Sql } from '../database.ts';

/** One topic of one group: whose inbox it goes into, and for which consumers. Names are without the prefix. */
export type Subscription = { group: string; topic: string; schema: string; consumers: string[] };

/** The local bus's memory of groups and outboxes, shared by all processes through the schema `bus`. */
export type LocalRegistry = {
  addOutbox(schema: string): Promise<void>;
  /** Runs `work` with the topics' subscriptions, in a transaction during which no group can be added; resolves with the subscriptions. */
  publishing(topics: readonly string[], work: (sql: Sql, subscriptions: Subscription[]) => Promise<void>): Promise<Subscription[]>;
  /**
   * Sets a group's topics. Those new to it are filled with all that the outboxes hold, published or just being published: whatever is
   * not visible here yet is published later, to this group too.
   */
  addGroup(group: string, schema: string, topics: readonly { topic: string; consumers: readonly string[] }[]): Promise<void>;
};

type InTransaction = <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;

export const createLocalRegistry = (inTransaction: InTransaction, prefix: string): LocalRegistry => {
  let created: Promise<void> | undefined;
  const tables = (): Promise<void> => {
    created ??= inTransaction(createTables).catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    return created;
  };
  return {
    addOutbox: async (schema) => {
      await tables();
      await inTransaction((sql) =>
        sql('insert into bus.outboxes (prefix, schema) values ($1, $2) on conflict do nothing', [prefix, schema]),
      );
    },
    publishing: async (topics, work) => {
      await tables();
      return inTransaction(async (sql) => {
        await sql('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [lockName(prefix)]);
        const subscriptions = await subscribed(sql, prefix, topics);
        await work(sql, subscriptions);
        return subscriptions;
      });
    },
    addGroup: async (group, schema, topics) => {
      await tables();
      await inTransaction(async (sql) => {
        await sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lockName(prefix)]);
        const fresh = await setTopics(sql, prefix, group, schema, topics);
        await fill(
          sql,
          prefix,
          schema,
          topics.filter(({ topic }) => fresh.has(topic)),
        );
      });
    },
  };
};

const lockName = (prefix: string): string => `bus:${prefix}`;

const createTables = async (sql: Sql): Promise<void> => {
  await sql("select pg_advisory_xact_lock(hashtextextended('bus tables', 0))");
  await sql('create schema if not exists bus');
  await sql('create table if not exists bus.outboxes (prefix text, schema text, primary key (prefix, schema))');
  await sql(`create table if not exists bus.subscriptions (
    prefix text, "group" text, topic text, schema text not null, consumers text[] not null, primary key (prefix, "group", topic)
  )`);
};

/** A group whose inbox is gone is forgotten, so that it starts from the beginning when it comes again. */
const subscribed = async (sql: Sql, prefix: string, topics: readonly string[]): Promise<Subscription[]> => {
  const rows = await sql<Subscription & { present: boolean }>(
    `select "group", topic, schema, consumers, to_regclass(format('%I.inbox', schema)) is not null as present
     from bus.subscriptions where prefix = $1 and topic = any($2::text[]) order by schema, "group", topic`,
    [prefix, topics],
  );
  const gone = rows.filter(({ present }) => !present).map(({ schema }) => schema);
  if (gone.length > 0) await sql('delete from bus.subscriptions where prefix = $1 and schema = any($2::text[])', [prefix, gone]);
  return rows.filter(({ present }) => present);
};

/** Resolves with the topics that are new to the group. */
const setTopics = async (
  sql: Sql,
  prefix: string,
  group: string,
  schema: string,
  topics: readonly { topic: string; consumers: readonly string[] }[],
): Promise<Set<string>> => {
  const names = topics.map(({ topic }) => topic);
  await sql('delete from bus.subscriptions where prefix = $1 and "group" = $2 and topic <> all($3::text[])', [prefix, group, names]);
  const known = await sql<{ topic: string }>('select topic from bus.subscriptions where prefix = $1 and "group" = $2 and schema = $3', [
    prefix,
    group,
    schema,
  ]);
  for (const { topic, consumers } of topics) {
    await sql(
      `insert into bus.subscriptions (prefix, "group", topic, schema, consumers) values ($1, $2, $3, $4, $5)
       on conflict (prefix, "group", topic) do update set schema = excluded.schema, consumers = excluded.consumers`,
      [prefix, group, topic, schema, consumers],
    );
  }
  return new Set(names).difference(new Set(known.map(({ topic }) => topic)));
};

const fill = async (
  sql: Sql,
  prefix: string,
  schema: string,
  topics: readonly { topic: string; consumers: readonly string[] }[],
): Promise<void> => {
  const pairs = topics.flatMap(({ topic, consumers }) => consumers.map((consumer) => ({ topic, consumer })));
  if (pairs.length === 0) return;
  const outboxes = await sql<{ schema: string }>(
    `select schema from bus.outboxes where prefix = $1 and to_regclass(format('%I.outbox', schema)) is not null order by schema`,
    [prefix],
  );
  for (const outbox of outboxes) {
    await sql(
      `insert into "${schema}".inbox (consumer, message_id, type, source, time, key, data, traceparent)
       select wanted.consumer, message.message_id, message.type, message.source, message.time,
         coalesce(nullif(message.key, ''), message.message_id::text), message.data, message.traceparent
       from "${outbox.schema}".outbox message
       join unnest($1::text[], $2::text[]) as wanted (topic, consumer) on wanted.topic = message.type
       order by message.id
       on conflict (consumer, message_id) do nothing`,
      [pairs.map(({ topic }) => topic), pairs.map(({ consumer }) => consumer)],
    );
  }
};
