import type { Message } from './define-event.ts';
import { endLease, type Lease, LeaseLost, releaseLease, renewLease } from './inbox-lease.ts';
import { markDone, parkRow, parseRows, readOldest, type WaitingRow } from './inbox-messages.ts';
import { settleFailure, untilStored, type WorkerScope } from './inbox-worker-scope.ts';
import type { LongReaction, MessageOf } from './reaction.ts';
import { processing } from './telemetry/delivery-spans.ts';

/**
 * Works on the oldest message of a leased key outside a transaction, while a heartbeat renews the lease; the end (effect, messages,
 * done) is one short transaction, refused when the lease was lost. A stop aborts the work and gives the key back untried.
 */
export const runLong = async <Context>(scope: WorkerScope<Context>, reaction: LongReaction<Context>, lease: Lease): Promise<void> => {
  const { database, stopping } = scope;
  let row: WaitingRow | undefined;
  const heartbeat = startHeartbeat(scope, lease);
  try {
    row = await readOldest(database.sql, lease);
    if (!row) return await endLease(database.sql, lease);
    const { messages, refused } = parseRows(reaction.on, [row]);
    if (refused[0]) return await park(scope, lease, row, refused[0].reason);
    await workAndEnd(scope, reaction, lease, row, messages[0] as Message, AbortSignal.any([stopping, heartbeat.lost]));
  } catch (error) {
    const cause = heartbeat.lost.aborted ? heartbeat.lost.reason : error;
    if (stopping.aborted && !(cause instanceof LeaseLost)) return untilStored(scope, () => releaseLease(database.sql, lease));
    await settleFailure(scope, lease, { row, error: cause });
  } finally {
    await heartbeat.stop();
  }
};

const workAndEnd = async <Context>(
  { database, context, settings, stats }: WorkerScope<Context>,
  reaction: LongReaction<Context>,
  lease: Lease,
  row: WaitingRow,
  message: Message,
  signal: AbortSignal,
): Promise<void> =>
  processing(reaction.name, [message], async () => {
    const end = await reaction.work(context, message as MessageOf<typeof reaction.on>, signal);
    await database.transaction(async (transaction) => {
      await renewLease(transaction.sql, lease, settings.leaseMs);
      await end(transaction);
      await markDone(transaction.sql, [row]);
      await endLease(transaction.sql, lease);
    });
    stats.handled += 1;
  });

const park = async <Context>(
  { database, settings, stats }: WorkerScope<Context>,
  lease: Lease,
  row: WaitingRow,
  reason: string,
): Promise<void> => {
  await database.transaction(async ({ sql }) => {
    await renewLease(sql, lease, settings.leaseMs);
    await parkRow(sql, row, reason);
    await endLease(sql, lease);
  });
  stats.parked += 1;
};

/**
 * Renews the lease again and again, one renewal at a time; `lost` aborts once it is another's. While the database is away nobody can take it. `stop`
 * resolves when none is under way any more, so that none is left to a database that closes.
 */
const startHeartbeat = <Context>(
  { database, log, settings }: WorkerScope<Context>,
  lease: Lease,
): { lost: AbortSignal; stop: () => Promise<void> } => {
  const lost = new AbortController();
  let beating: Promise<void> | null = null;
  const beat = (): Promise<void> =>
    renewLease(database.sql, lease, settings.leaseMs).catch((error: unknown) => {
      if (!(error instanceof LeaseLost)) return log.warn({ err: error }, 'a lease could not be renewed');
      clearInterval(timer);
      lost.abort(error);
    });
  const timer = setInterval(() => {
    beating ??= beat().finally(() => {
      beating = null;
    });
  }, settings.heartbeatMs);
  return {
    lost: lost.signal,
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
};
