import { setTimeout as delay } from 'node:timers/promises';
import { type Backoff, backoffMs } from './backoff.ts';
import type { Database } from './database.ts';
import { endLease, type Lease, LeaseLost, releaseLease, renewLease } from './inbox-lease.ts';
import { parkRow, readOldest, recordFailure, type WaitingRow } from './inbox-messages.ts';
import type { Log } from './log.ts';

/** How a worker goes about it; milliseconds. */
export type InboxWorkerSettings = {
  /** Between looks at the inbox when nothing wakes the worker. */
  pollMs: number;
  /** How long a key stays taken when its worker is lost, and how often a long work renews it. */
  leaseMs: number;
  heartbeatMs: number;
  /** After a failure of a message. */
  backoff: Backoff;
  /** Between two tries while what reactions use is away. */
  awayMs: number;
  /** Failures after which a message is parked, and beginnings without an end. */
  maxAttempts: number;
  maxStarts: number;
  /** Messages of one key in one call, and keys of short reactions in one transaction. */
  fold: number;
  keys: number;
  /** How long stopping waits for what is under way. */
  stopMs: number;
  /** Until the inbox is cleaned for the first time. */
  cleanMs: number;
};

export const STANDARD_SETTINGS: InboxWorkerSettings = {
  pollMs: 1_000,
  leaseMs: 12_000,
  heartbeatMs: 3_000,
  backoff: { firstMs: 1_000, capMs: 300_000 },
  awayMs: 5_000,
  maxAttempts: 5,
  maxStarts: 3,
  fold: 500,
  keys: 16,
  stopMs: 8_000,
  cleanMs: 60_000,
};

export type InboxWorkerStats = { handled: number; failed: number; parked: number; lost: number };

/** What every part of a worker needs. */
export type WorkerScope<Context> = {
  database: Database;
  context: Context;
  log: Log;
  settings: InboxWorkerSettings;
  stats: InboxWorkerStats;
  /** Rejects while something that reactions use beside the database is away. */
  checkNeeds: () => Promise<void>;
  /** Aborted when the worker stops. */
  stopping: AbortSignal;
};

/** Parks the oldest message of a key whose work was begun too often without an end: it may be what kills the process. */
export const parkKiller = <Context>({ database, log, settings, stats }: WorkerScope<Context>, lease: Lease): Promise<void> =>
  database.transaction(async ({ sql, afterCommit }) => {
    await renewLease(sql, lease, settings.leaseMs);
    const head = await readOldest(sql, lease);
    if (head) await parkRow(sql, head, `Its handling began ${settings.maxStarts} times and never ended.`);
    await endLease(sql, lease);
    afterCommit(() => {
      stats.parked += head ? 1 : 0;
      log.error({ consumer: lease.consumer, message: head?.message_id }, 'a message was parked: its handling never ended');
    });
  });

export type Failure = { row: WaitingRow | undefined; error: unknown };

/**
 * Settles a key whose work threw: nothing when the lease is lost; the message's failure noted; the key given back when it had not come to a message.
 * While what reactions use is away a failure uses up none of a message's tries: it waits, and goes on by itself.
 */
export const settleFailure = async <Context>(scope: WorkerScope<Context>, lease: Lease, { row, error }: Failure): Promise<void> => {
  const { database, log, settings, stats } = scope;
  if (error instanceof LeaseLost) return settleLost(scope, lease, row);
  if (!row) {
    log.warn({ err: error, consumer: lease.consumer }, 'a key could not be worked on');
    return untilStored(scope, () => releaseLease(database.sql, lease));
  }
  const counts = await hasWhatItNeeds(scope);
  if (counts) stats.failed += 1;
  const afterMs = counts ? backoffMs(settings.backoff, row.attempts + 1) : settings.awayMs;
  await untilStored(scope, async () => {
    const parked = await recordFailure(database.sql, lease, row, error, { maxAttempts: settings.maxAttempts, afterMs, counts });
    const facts = { err: error, consumer: lease.consumer, message: row.message_id, attempts: row.attempts + (counts ? 1 : 0) };
    if (!parked) return log.warn(facts, 'a message failed and will be tried again');
    stats.parked += 1;
    log.error(facts, 'a message was parked: its last try failed');
  });
};

const hasWhatItNeeds = ({ checkNeeds }: Pick<WorkerScope<unknown>, 'checkNeeds'>): Promise<boolean> =>
  checkNeeds().then(
    () => true,
    () => false,
  );

/** Another worker has the key: nothing of this work is kept. */
export const settleLost = <Context>({ log, stats }: WorkerScope<Context>, { consumer }: Lease, row: WaitingRow | undefined): void => {
  stats.lost += 1;
  log.warn({ consumer, message: row?.message_id }, 'a lease was lost, the end of its work refused');
};

/** Tries again while the database is away, so that its outage does not count as a lost worker; gives up when the worker stops. */
export const untilStored = async <Context>({ log, stopping }: WorkerScope<Context>, store: () => Promise<void>): Promise<void> => {
  for (let failures = 1; ; failures++) {
    try {
      return await store();
    } catch (error) {
      log.warn({ err: error }, 'the end of a work could not be stored');
      if (stopping.aborted) return;
      await delay(backoffMs({ firstMs: 200, capMs: 5_000 }, failures), undefined, { signal: stopping }).catch(() => {});
    }
  }
};
