import pg from 'pg';
import { pino } from 'pino';
import type { Doorbell } from '../doorbell/doorbell.ts';
import { createPostgresDoorbell } from '../doorbell/postgres.ts';
import { createLive, type Live, type LiveOptions } from '../live.ts';
import { createTestDatabase } from './test-database.ts';

/** A database with a counter and a list, and two processes' doorbells: what the tests of live state look at and change. */
export type LiveTable = {
  pool: pg.Pool;
  /** The process that changes things. */
  writer: Doorbell;
  /** The process that subscribes; with short times unless others are given. */
  live: (times?: Partial<LiveOptions>) => Live;
  close: () => Promise<void>;
};

export const createLiveTable = async (): Promise<LiveTable> => {
  const log = pino({ level: 'silent' });
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  pool.on('error', () => {});
  await pool.query(`
    create table counters (id text primary key, version int not null, status text not null default 'OPEN');
    create table items (list text, n int, primary key (list, n))`);
  const [writer, reader] = [createPostgresDoorbell({ url: database.url, log }), createPostgresDoorbell({ url: database.url, log })];
  return {
    pool,
    writer,
    live: (times) => createLive({ doorbell: reader, clock: () => new Date(), log, conflationMs: 20, rereadMs: 60_000, ...times }),
    close: async () => {
      await Promise.all([writer.close(), reader.close()]);
      await pool.end();
      await database.drop();
    },
  };
};
