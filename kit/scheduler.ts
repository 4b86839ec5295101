import pg from 'pg';
import type { Database } from './database.ts';
import type { Log } from './log.ts';
import { createWakeable } from './wakeable.ts';

export type ScheduleOptions = {
  /** Names the task in the log and its lock in the database. */
  name: string;
  /** Milliseconds from the start of a run to that of the next; jittered by 5 % either way. */
  intervalMs: number;
  /** Milliseconds until the first run; the interval by default. */
  firstMs?: number;
  database: Pick<Database, 'url' | 'schema'>;
  log: Log;
  clock: () => Date;
};

/** `stop` tells the run under way by its signal, and resolves when that is over and the lock is free. */
export type Schedule = { stop(): Promise<void> };

const TAKE_OVER_MS = 5_000;

/**
 * Runs `task` every so often, on one replica at a time. The replica that runs it holds a session lock in PostgreSQL over a connection of
 * its own, also between the runs, so that a run is no transaction, and N replicas do not run it N times as often; the others look every
 * 5 s whether the lock is free, and so does one that could not ask for it. Runs never overlap; what one throws is logged, and the next comes in its time.
 *
 * The signal aborts when the lock is lost (PostgreSQL restarted): from then on another replica may run the task, so its effects
 * must bear repeating. It also aborts when the schedule stops, so that a run need not wait for others then.
 */
export const every = (options: ScheduleOptions, task: (signal: AbortSignal) => Promise<void>): Schedule => {
  const { name, intervalMs, firstMs = intervalMs, log, clock } = options;
  const pauses = createWakeable();
  const stopping = new AbortController();
  let lock: Lock | null = null;

  const turn = async (): Promise<number> => {
    const begun = clock().getTime();
    try {
      if (!(await lock?.held())) {
        lock = null;
        lock = await takeLock(options);
      }
      if (lock && !stopping.signal.aborted) await task(AbortSignal.any([lock.signal, stopping.signal]));
    } catch (error) {
      log.error({ err: error, task: name }, 'a scheduled task failed');
    }
    if (!lock) return Math.min(intervalMs, TAKE_OVER_MS);
    return Math.max(0, jittered(intervalMs) - (clock().getTime() - begun));
  };
  const run = async (): Promise<void> => {
    for (let pause = jittered(firstMs); !stopping.signal.aborted; pause = await turn()) {
      await pauses.pause(pause);
      if (stopping.signal.aborted) break;
    }
    await lock?.release();
  };
  const running = run();
  return {
    stop: () => {
      stopping.abort(new Error('The service stops.'));
      pauses.wake();
      return running;
    },
  };
};

const jittered = (ms: number): number => ms * (0.95 + Math.random() / 10);

type Lock = { held(): Promise<boolean>; signal: AbortSignal; release(): Promise<void> };

/** Null when another replica has it. */
const takeLock = async ({ name, database: { url, schema } }: ScheduleOptions): Promise<Lock | null> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: `madang-${schema}-schedule`,
    options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort()).on('end', () => lost.abort());
  const release = (): Promise<void> => client.end().catch(() => {});
  const held = (): Promise<boolean> =>
    client.query('select 1').then(
      () => !lost.signal.aborted,
      () => release().then(() => false),
    );
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [
      `every:${schema}:${name}`,
    ]);
    if (rows[0]?.taken) return { held, signal: lost.signal, release };
    await release();
    return null;
  } catch (error) {
    await release();
    throw error;
  }
};
