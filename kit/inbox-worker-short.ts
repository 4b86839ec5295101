import { endLease, type Lease, renewLease } from './inbox-lease.ts';
import { markDone, parkRow, parseRows, readWaiting, type WaitingRow } from './inbox-messages.ts';
import { type Failure, settleFailure, type WorkerScope } from './inbox-worker-scope.ts';
import type { MessageOf, ShortReaction } from './reaction.ts';
import { withTraceparent } from './trace-context.ts';

/**
 * Handles what waits for a leased key: all in one call and one transaction (effect, messages, done). When that throws, one by one
 * under the same lease up to the one that throws, which is tried again later or parked. After a lost worker only the oldest is tried.
 */
export const runShort = async <Context>(scope: WorkerScope<Context>, reaction: ShortReaction<Context>, lease: Lease): Promise<void> => {
  const whole = await attempt(scope, reaction, lease, { limit: lease.starts > 1 ? 1 : scope.settings.fold, last: true });
  const count = whole.rows.length;
  if (!whole.failed) return;
  if (count <= 1) return settleFailure(scope, lease, { row: whole.rows[0], error: whole.error });
  const failure = await oneByOne(scope, reaction, lease, count);
  if (failure) await settleFailure(scope, lease, failure);
};

const oneByOne = async <Context>(
  scope: WorkerScope<Context>,
  reaction: ShortReaction<Context>,
  lease: Lease,
  count: number,
): Promise<Failure | null> => {
  for (let left = count; left > 0; left--) {
    const one = await attempt(scope, reaction, lease, { limit: 1, last: left === 1 });
    if (one.failed) return { row: one.rows[0], error: one.error };
  }
  return null;
};

type Attempt = { rows: WaitingRow[] } & ({ failed: false } | { failed: true; error: unknown });

/** One transaction: the lease held, messages read, parsed, handled and marked. With `last` the lease ends in it. */
const attempt = async <Context>(
  { database, context, settings, stats }: WorkerScope<Context>,
  reaction: ShortReaction<Context>,
  lease: Lease,
  { limit, last }: { limit: number; last: boolean },
): Promise<Attempt> => {
  let rows: WaitingRow[] = [];
  try {
    const { handled, parked } = await database.transaction(async (transaction) => {
      const { sql } = transaction;
      rows = [];
      await renewLease(sql, lease, settings.leaseMs);
      rows = await readWaiting(sql, lease, limit);
      const { accepted, messages, refused } = parseRows(reaction.on, rows);
      const first = messages[0];
      if (first)
        await withTraceparent(first.traceparent, () => reaction.handle(context, transaction, messages as MessageOf<typeof reaction.on>[]));
      await markDone(sql, accepted);
      for (const { row, reason } of refused) await parkRow(sql, row, reason);
      if (last) await endLease(sql, lease);
      return { handled: messages.length, parked: refused.length };
    });
    stats.handled += handled;
    stats.parked += parked;
    return { rows, failed: false };
  } catch (error) {
    return { rows, failed: true, error };
  }
};
