import type { Transaction } from './database.ts';
import { endLeases, type Lease, renewLease } from './inbox-lease.ts';
import { markDone, type Parsed, parkRow, parseRows, readWaiting, type WaitingRow } from './inbox-messages.ts';
import { type Failure, settleFailure, settleLost, type WorkerScope } from './inbox-worker-scope.ts';
import type { MessageOf, ShortReaction } from './reaction.ts';
import { processing } from './telemetry/delivery-spans.ts';

/** A leased key and the reaction that wants it. */
export type ShortWork<Context> = { lease: Lease; reaction: ShortReaction<Context> };

/**
 * Handles what waits for leased keys in one transaction (effects, messages, done), each key in one call. When that throws, key by key;
 * when a key alone throws, one message after the other under the same lease up to the one that throws, which is tried again later or
 * parked. After a lost worker only the oldest message of a key is tried.
 */
export const runShort = async <Context>(scope: WorkerScope<Context>, works: readonly ShortWork<Context>[]): Promise<void> => {
  const [first] = works;
  if (first === undefined) return;
  if (works.length === 1) return runKey(scope, first);
  if (!(await attempt(scope, works, { limit: scope.settings.fold, last: true })).failed) return;
  for (const work of works)
    await runKey(scope, work).catch((error: unknown) => settleFailure(scope, work.lease, { row: undefined, error }));
};

const runKey = async <Context>(scope: WorkerScope<Context>, work: ShortWork<Context>): Promise<void> => {
  const { lease } = work;
  const whole = await attempt(scope, [work], { limit: lease.starts > 1 ? 1 : scope.settings.fold, last: true });
  const count = whole.rows.length;
  if (!whole.failed) return;
  if (count <= 1) return settleFailure(scope, lease, { row: whole.rows[0], error: whole.error });
  const failure = await oneByOne(scope, work, count);
  if (failure) await settleFailure(scope, lease, failure);
};

const oneByOne = async <Context>(scope: WorkerScope<Context>, work: ShortWork<Context>, count: number): Promise<Failure | null> => {
  for (let left = count; left > 0; left--) {
    const one = await attempt(scope, [work], { limit: 1, last: left === 1 });
    if (one.failed) return { row: one.rows[0], error: one.error };
  }
  return null;
};

type Attempt = { rows: WaitingRow[] } & ({ failed: false } | { failed: true; error: unknown });

/** One transaction: the leases held, messages read, parsed, handled and marked. With `last` the leases end in it. */
const attempt = async <Context>(
  scope: WorkerScope<Context>,
  works: readonly ShortWork<Context>[],
  { limit, last }: { limit: number; last: boolean },
): Promise<Attempt> => {
  const { database, settings, stats } = scope;
  const leases = works.map(({ lease }) => lease);
  let rows: WaitingRow[] = [];
  try {
    const { held, handled, parked } = await database.transaction(async (transaction) => {
      const { sql } = transaction;
      rows = [];
      const held = new Set(last ? await endLeases(sql, leases) : leases);
      if (!last) for (const lease of leases) await renewLease(sql, lease, settings.leaseMs);
      const mine = works.filter(({ lease }) => held.has(lease));
      const waiting = await readWaiting(
        sql,
        mine.map(({ lease }) => lease),
        limit,
      );
      rows = waiting.flat();
      const parsed: Parsed[] = [];
      for (const [reaction, each] of callsOf(mine, waiting)) parsed.push(await handle(scope, transaction, reaction, each));
      await markDone(
        sql,
        parsed.flatMap(({ accepted }) => accepted),
      );
      const refused = parsed.flatMap((each) => each.refused);
      for (const { row, reason } of refused) await parkRow(sql, row, reason);
      return { held, handled: rows.length - refused.length, parked: refused.length };
    });
    stats.handled += handled;
    stats.parked += parked;
    for (const lease of leases) if (!held.has(lease)) settleLost(scope, lease, undefined);
    return { rows, failed: false };
  } catch (error) {
    return { rows, failed: true, error };
  }
};

/** The rows of each key, those of the keys of a reaction that wants them together in one. */
const callsOf = <Context>(
  works: readonly ShortWork<Context>[],
  waiting: readonly WaitingRow[][],
): (readonly [ShortReaction<Context>, WaitingRow[]])[] => {
  const byReaction = Map.groupBy(works.entries(), ([, { reaction }]) => reaction);
  return [...byReaction].flatMap(([reaction, those]) => {
    const rows = those.map(([index]) => waiting[index] ?? []);
    return (reaction.together ? [rows.flat()] : rows).map((each) => [reaction, each] as const);
  });
};

/** Calls the reaction with what is accepted of rows. */
const handle = async <Context>(
  { context }: WorkerScope<Context>,
  transaction: Transaction,
  { name, on, handle }: ShortReaction<Context>,
  rows: readonly WaitingRow[],
): Promise<Parsed> => {
  const parsed = parseRows(on, rows);
  if (parsed.messages.length === 0) return parsed;
  await processing(name, parsed.messages, () => handle(context, transaction, parsed.messages as MessageOf<typeof on>[]));
  await transaction.em.flush();
  return parsed;
};
