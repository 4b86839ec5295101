import type { Database, Sql } from './database.ts';
import type { Log } from './log.ts';
import { createWakeable } from './wakeable.ts';

/** Longer than Kafka keeps messages (7 days, and a segment's 12 h): a message's id is not forgotten while it can come again. */
export const KEPT_DAYS = 8;
const KEPT = `interval '${KEPT_DAYS} days'`;
const BATCH = 1_000;
const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

type Table = { name: 'outbox' | 'inbox'; id: string; ended: string };

const OUTBOX: Table = { name: 'outbox', id: 'id', ended: 'published_at' };
const INBOX: Table = { name: 'inbox', id: 'seq', ended: 'done_at' };

/** Deletes a batch after another; nothing while another replica does. Resolves with the number of rows deleted. */
const clean = async (sql: Sql, schema: string, { name, id, ended }: Table): Promise<number> => {
  for (let deleted = 0; ; ) {
    const rows = await sql(
      `with turn as materialized (select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine)
       delete from ${name} where (select mine from turn) and ${id} in
         (select ${id} from ${name} where ${ended} < now() - ${KEPT} order by ${ended} limit ${BATCH})
       returning 1`,
      [`clean:${schema}.${name}`],
    );
    deleted += rows.length;
    if (rows.length < BATCH) return deleted;
  }
};

/** Deletes what was published more than 8 days ago. */
export const cleanOutbox = ({ sql, schema }: Database): Promise<number> => clean(sql, schema, OUTBOX);

/** Deletes what was done more than 8 days ago; dead letters stay. */
export const cleanInbox = ({ sql, schema }: Database): Promise<number> => clean(sql, schema, INBOX);

/** Runs a cleaning every hour, the first time after `firstMs` (a minute), until it is stopped. */
export const startCleaning = (
  database: Database,
  log: Log,
  run: (database: Database) => Promise<number>,
  firstMs = FIRST_MS,
): { stop(): Promise<void> } => {
  const wakeable = createWakeable();
  let stopped = false;
  const loop = async (): Promise<void> => {
    for (let ms = firstMs; ; ms = EVERY_MS) {
      await wakeable.pause(ms);
      if (stopped) return;
      await run(database).then(
        (deleted) => deleted > 0 && log.info({ deleted }, 'old messages were deleted'),
        (error: unknown) => log.warn({ err: error }, 'old messages could not be deleted'),
      );
    }
  };
  const done = loop();
  return {
    stop: () => {
      stopped = true;
      wakeable.wake();
      return done;
    },
  };
};
