import type { Sql } from './database.ts';

type Figure = { figure: number };

const read = async (sql: Sql, statement: string): Promise<number> => Number((await sql<Figure>(statement))[0]?.figure ?? 0);

/** Seconds since the oldest message that is not published yet was written; 0 when none waits. A slow transaction or an absent bus lets it grow. */
export const readOutboxAge = (sql: Sql): Promise<number> =>
  read(
    sql,
    'select extract(epoch from clock_timestamp() - created_at) as figure from outbox where published_at is null order by id limit 1',
  );

/** Seconds since the oldest message that waits to be handled came in; 0 when none waits. */
export const readInboxLag = (sql: Sql): Promise<number> =>
  read(
    sql,
    'select extract(epoch from clock_timestamp() - min(received_at)) as figure from inbox where done_at is null and parked_at is null',
  );

/** The number of dead letters. */
export const readParkedCount = (sql: Sql): Promise<number> => read(sql, 'select count(*) as figure from inbox where parked_at is not null');
