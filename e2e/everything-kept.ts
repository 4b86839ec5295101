import type pg from 'pg';
import { eventually } from '#kit/testing/eventually.ts';

/** All that Madang keeps, a text a row. */
export type EverythingKept = ReadonlySet<string>;

/** Tables of work in progress, and of the adapters. */
const PASSING = ['inbox_lease', 'mikro_orm_migrations', 'outboxes', 'subscriptions'];

/** Columns that change with time alone: how far a delivery is, and what the channels' measurements move. */
const PASSING_COLUMNS: Record<string, string[]> = {
  outbox: ['published_at'],
  inbox: ['seq', 'received_at', 'next_at', 'attempts', 'done_at', 'error'],
  channel_statistics: ['impressions', 'measured_cost', 'measured_at'],
  event_statistics: ['version', 'updated_at'],
};

const conditions: Record<string, string> = {
  entries: `where key !~ '^(failures|attempts|limit|refusals):' and expires_at > now()`,
  outbox: `where type <> 'channel.measured'`,
  inbox: `where type <> 'channel.measured'`,
};

/** Reads every table of every service and the store, once no message is on its way; without counters of limits and what time alone changes. */
export const everythingKept = async (database: pg.Client | pg.Pool): Promise<EverythingKept> => {
  const tables = await tablesOf(database);
  await eventually(() => isSettled(database, tables), { within: 30_000 });
  const kept = new Set<string>();
  for (const { schema, name } of tables) {
    if (PASSING.includes(name)) continue;
    const { rows } = await database.query<{ row: string }>(
      `select (to_jsonb(t) - $1::text[])::text as row from "${schema}"."${name}" t ${conditions[name] ?? ''}`,
      [PASSING_COLUMNS[name] ?? []],
    );
    for (const { row } of rows) kept.add(`${schema}.${name} ${row}`);
  }
  return kept;
};

/** What was added, removed or changed. */
export const differences = (before: EverythingKept, after: EverythingKept): string[] => [
  ...[...before.difference(after)].map((row) => `- ${row}`),
  ...[...after.difference(before)].map((row) => `+ ${row}`),
];

type Table = { schema: string; name: string };

const tablesOf = async (database: pg.Client | pg.Pool): Promise<Table[]> => {
  const { rows } = await database.query<Table>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`,
  );
  return rows;
};

const isSettled = async (database: pg.Client | pg.Pool, tables: readonly Table[]): Promise<boolean> => {
  const waiting = tables.flatMap(({ schema, name }) => {
    if (name === 'outbox') return [`exists (select from "${schema}".outbox where published_at is null)`];
    if (name === 'inbox') return [`exists (select from "${schema}".inbox where done_at is null and parked_at is null)`];
    return [];
  });
  const { rows } = await database.query<{ settled: boolean }>(`select not (${waiting.join(' or ')}) as settled`);
  return rows[0]?.settled ?? false;
};
