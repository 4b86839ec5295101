import type { EntityManager as BaseEntityManager } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type EntityManager, MikroORM, type Options } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { answeredClients } from './answered-client.ts';
import type { EventContract } from './define-event.ts';
import { deliveryMigrations } from './delivery-migrations.ts';
import { insertOutbox, type OutboxEntry, outboxEntry } from './outbox.ts';
import { inDatabase, recordQueries } from './telemetry/database-spans.ts';
import { currentTraceparent, withTraceparent } from './trace-context.ts';
import { within } from './within.ts';

/** Runs one SQL statement with `$1`-style parameters and returns its rows. Tables are the service's own: `search_path` is its schema. */
export type Sql = <Row = Record<string, unknown>>(statement: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** A unit of work: what it writes, publishes and rings happens together, or not at all (spec §4, outbox). */
export type Transaction = {
  em: EntityManager;
  sql: Sql;
  /** Puts a message into the outbox of this transaction. Lock the aggregate's row first: then order of commit is order of publication. Throws a ZodError when the data breaks the contract. */
  publish<Data>(contract: EventContract<Data>, data: Data): void;
  /** Rings after the commit. */
  ring(...bells: string[]): void;
  /** Runs after the commit, in order; what it throws is logged, never reported to the caller. */
  afterCommit(action: () => void | Promise<void>): void;
};

/** A service's own schema in PostgreSQL. */
export type Database = {
  url: string;
  schema: string;
  /** A fresh entity manager, outside any transaction. */
  em(): EntityManager;
  sql: Sql;
  /** Runs `work` in one transaction; a serialization failure or deadlock is tried again up to three times. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Called after each commit that published something: the relay's wake-up. */
  onPublished(listener: () => void): void;
  ping(): Promise<void>;
  /** Waits for what is under way, 5 s at most: then it rejects, and PostgreSQL rolls back what was not committed. */
  close(): Promise<void>;
};

export type DatabaseOptions = {
  url: string;
  /** The service's name. */
  schema: string;
  entities?: NonNullable<Options['entities']>;
  /** The service's own, in order; the kit's outbox and inbox come before them. */
  migrations?: NonNullable<NonNullable<Options['migrations']>['migrationsList']>;
  /** Connections at most; 8 by default. */
  poolSize?: number;
  /**
   * Milliseconds after which a query without an answer rejects and its connection is given up, and after which PostgreSQL ends a transaction that
   * asks it nothing, whose client may be gone without a word; 10,000 by default.
   */
  answerMs?: number;
  ring: (...bells: string[]) => void;
  onError: (error: unknown) => void;
};

/**
 * Work goes on within 30 s of a crash, also when connections fall silent while Kafka's groups join anew, which takes 6 to 12 s. On its way a message
 * meets relay, inbox, worker and subscription: their processes wait so long at the same time, each once for all of its connections, and as
 * long PostgreSQL keeps the lock of a relay that is silent. The gateway, too, waits no longer for an answer.
 */
const ANSWER_MS = 10_000;
const CLOSE_MS = 5_000;
/** A migration may take its time, and waits for the one of another process. */
const MIGRATION_MS = 600_000;

/** Opens a service's database; nothing is migrated yet (see `migrate`). */
export const openDatabase = async (options: DatabaseOptions): Promise<Database & { migrate: () => Promise<void> }> => {
  const { orm, close } = await openOrm(options);
  const listeners: (() => void)[] = [];
  const rows: Sql = (statement, parameters) =>
    inDatabase(options.schema, statement, () => query(orm.em.getConnection().getClient(), statement, parameters));
  return {
    url: options.url,
    schema: options.schema,
    em: () => orm.em.fork(),
    sql: rows,
    transaction: (work) =>
      inDatabase(options.schema, 'transaction', () => retryConflicts(() => runTransaction(orm.em.fork(), work, options, listeners))),
    onPublished: (listener) => void listeners.push(listener),
    migrate: () => migrate(options),
    ping: async () => void (await rows('select 1')),
    close,
  };
};

/** The ORM on a pool that connects when it is first needed. */
const openOrm = async (options: DatabaseOptions): Promise<{ orm: MikroORM; close: () => Promise<void> }> => {
  let pool: pg.Pool | undefined;
  const orm = await MikroORM.init(
    ormOptions(options, (made) => {
      pool = made;
    }),
  );
  orm.em.getConnection().getClient();
  let closed: Promise<void> | undefined;
  return {
    orm,
    // The pool and not the ORM: kysely forgets the pool before it ends it, and then a connection that is just being opened is never given back
    // (PostgresDriver.acquireConnection throws once it is open), for which the pool would wait for ever.
    close: () => {
      closed ??= within(CLOSE_MS, 'PostgreSQL', pool?.end() ?? Promise.resolve());
      return closed;
    },
  };
};

const ormOptions = (
  { url, schema, entities = [], migrations = [], poolSize = 8, answerMs = ANSWER_MS }: DatabaseOptions,
  onPoolCreated: (pool: pg.Pool) => void = () => {},
): Options =>
  defineConfig({
    clientUrl: url,
    schema,
    entities,
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    driverOptions: {
      application_name: `madang-${schema}`,
      options: `-c search_path="${schema}",public -c idle_in_transaction_session_timeout=${answerMs}`,
      Client: answeredClients(),
      connectionTimeoutMillis: 10_000,
      query_timeout: answerMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      onPoolCreated,
    },
    migrations: {
      tableName: 'migrations',
      snapshot: false,
      allOrNothing: true,
      migrationsList: [...deliveryMigrations, ...migrations],
      silent: true,
    },
    ...recordQueries(schema),
  });

type Client = { executeQuery<Row>(query: CompiledQuery<Row>): Promise<{ rows: Row[] }> };

const query = async <Row>(client: Client, statement: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
  (await client.executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]) as CompiledQuery<Row>)).rows;

const runTransaction = async <Result>(
  fork: EntityManager,
  work: (transaction: Transaction) => Promise<Result>,
  { schema, ring, onError }: DatabaseOptions,
  listeners: readonly (() => void)[],
): Promise<Result> => {
  const messages: OutboxEntry[] = [];
  const bells = new Map<string, string | undefined>();
  const afterwards: (() => void | Promise<void>)[] = [];
  const result = await fork.transactional(async (em) => {
    const sql: Sql = (statement, parameters) => inDatabase(schema, statement, () => query(transactionClient(em), statement, parameters));
    const value = await work({
      em: em as EntityManager,
      sql,
      publish: (contract, data) => void messages.push(outboxEntry(contract, data)),
      ring: (...rung) => {
        for (const bell of rung) bells.set(bell, currentTraceparent());
      },
      afterCommit: (action) => void afterwards.push(action),
    });
    await em.flush();
    await insertOutbox(sql, messages);
    return value;
  });
  if (messages.length > 0) for (const listener of listeners) listener();
  for (const [bell, traceparent] of bells) withTraceparent(traceparent, () => ring(bell));
  for (const action of afterwards) await Promise.resolve().then(action).catch(onError);
  return result;
};

const transactionClient = (em: BaseEntityManager): Client => {
  const client = em.getTransactionContext() as Client | undefined;
  if (!client) throw new Error('There is no transaction on this entity manager.');
  return client;
};

const CONFLICTS = new Set(['40001', '40P01']);

const retryConflicts = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  for (let left = 3; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (left === 0 || code === undefined || !CONFLICTS.has(code)) throw error;
    }
  }
};

/** Brings the schema up to date; one process at a time, the others wait and find nothing left to do. */
const migrate = async (options: DatabaseOptions): Promise<void> => {
  const { schema } = options;
  const orm = await MikroORM.init(ormOptions({ ...options, entities: [], poolSize: 2, answerMs: MIGRATION_MS }));
  try {
    const client = orm.em.getConnection().getClient();
    await client.connection().execute(async (connection) => {
      await query(connection, 'select pg_advisory_lock(hashtextextended($1, 0))', [`migrate:${schema}`]);
      try {
        await query(connection, `create schema if not exists "${schema}"`);
        await orm.migrator.up();
      } finally {
        await query(connection, 'select pg_advisory_unlock(hashtextextended($1, 0))', [`migrate:${schema}`]);
      }
    });
  } finally {
    await orm.close(true);
  }
};
