import pg from 'pg';
import type { Logger } from 'pino';
import { answeredClients } from '../answered-client.ts';
import { within } from '../within.ts';
import type { Store } from './store.ts';

export type PostgresStoreOptions = {
  url: string;
  log: Logger;
  /** Milliseconds between two removals of expired entries; a minute by default. */
  sweepMs?: number;
};

const PING_MS = 2_000;
const SWEEP_ROWS = 1_000;
const SWEEP_BATCHES = 50;

const PREPARE = `
  begin;
  select pg_advisory_xact_lock(hashtextextended('madang store', 0));
  create schema if not exists store;
  create table if not exists store.entries (
    key text collate "C" primary key,
    value text not null,
    expires_at timestamptz not null
  );
  create index if not exists entries_expires_at on store.entries (expires_at);
  commit;`;

const LATER = (parameter: number): string => `now() + $${parameter} * interval '1 millisecond'`;

const GET = 'select value from store.entries where key = $1 and expires_at > now()';

const GET_MANY = `
  select entry.value from unnest($1::text[]) with ordinality as wanted (key, place)
  left join store.entries entry on entry.key = wanted.key and entry.expires_at > now()
  order by place`;

const SET = `
  insert into store.entries values ($1, $2, ${LATER(3)})
  on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`;

const SET_WHERE_NONE = `${SET} where entries.expires_at <= now()`;

const SET_WHERE_EQUAL = `
  update store.entries set value = $2, expires_at = ${LATER(3)}
  where key = $1 and value = $4 and expires_at > now()`;

const INCREMENT = `
  insert into store.entries values ($1, $3::int::text, ${LATER(2)})
  on conflict (key) do update set
    value = case when entries.expires_at > now() then (entries.value::bigint + $3::int)::text else excluded.value end,
    expires_at = case when entries.expires_at > now() then entries.expires_at else excluded.expires_at end
  returning value::int as count, greatest(0, ceil(extract(epoch from expires_at - clock_timestamp()) * 1000))::int as "resetsInMs"`;

const SWEEP = `
  delete from store.entries where expires_at <= now() and key in (
    select key from store.entries where expires_at <= now() order by expires_at limit ${SWEEP_ROWS} for update skip locked)`;

/**
 * The store in PostgreSQL (spec §1): the table `store.entries`, made on first use. Time is the database's, so replicas agree on what
 * has expired. Expired entries are invisible at once and removed in batches.
 */
export const createPostgresStore = ({ url, log, sweepMs = 60_000 }: PostgresStoreOptions): Store => {
  const pool = new pg.Pool({
    Client: answeredClients(),
    connectionString: url,
    application_name: 'madang-store',
    max: 6,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'the store lost an idle connection'));

  let prepared: Promise<unknown> | undefined;
  const prepare = (): Promise<unknown> => {
    prepared ??= pool.query(PREPARE).catch((error) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  };
  const run = async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<pg.QueryResult<Row>> => {
    await prepare();
    return pool.query<Row>({ name, text, values });
  };

  const sweep = async (): Promise<void> => {
    for (let batch = 0; batch < SWEEP_BATCHES; batch++) {
      const { rowCount } = await run('store-sweep', SWEEP, []);
      if ((rowCount ?? 0) < SWEEP_ROWS) return;
    }
  };
  let sweeping: Promise<void> = Promise.resolve();
  const sweeper = setInterval(() => {
    sweeping = sweeping.then(sweep).catch((error) => log.warn({ err: error }, 'expired store entries could not be removed'));
  }, sweepMs);
  sweeper.unref();

  return {
    get: async (key) => (await run<{ value: string }>('store-get', GET, [key])).rows[0]?.value ?? null,
    getMany: async (keys) => (await run<{ value: string | null }>('store-get-many', GET_MANY, [keys])).rows.map(({ value }) => value),
    set: async (key, value, ttlMs) => void (await run('store-set', SET, [key, value, ttlMs])),
    compareAndSet: async (key, expected, next, ttlMs) => {
      const { rowCount } =
        expected === null
          ? await run('store-set-where-none', SET_WHERE_NONE, [key, next, ttlMs])
          : await run('store-set-where-equal', SET_WHERE_EQUAL, [key, next, ttlMs, expected]);
      return rowCount === 1;
    },
    delete: async (key) => void (await run('store-delete', 'delete from store.entries where key = $1', [key])),
    increment: async (key, ttlMs, by = 1) => {
      const { rows } = await run<{ count: number; resetsInMs: number }>('store-increment', INCREMENT, [key, ttlMs, by]);
      return rows[0] as { count: number; resetsInMs: number };
    },
    ping: async () => void (await within(PING_MS, 'The store', pool.query('select 1'))),
    close: async () => {
      clearInterval(sweeper);
      await sweeping;
      if (!pool.ending) await pool.end();
    },
  };
};
