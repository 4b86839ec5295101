import type { Sql } from './database.ts';
import type { EventContract, Message } from './define-event.ts';
import { failureText } from './failure-text.ts';
import type { Lease } from './inbox-lease.ts';

/** A message that waits in the inbox for one consumer. */
export type WaitingRow = {
  seq: string;
  message_id: string;
  type: string;
  source: string;
  time: string;
  key: string;
  data: unknown;
  undecoded: boolean;
  traceparent: string | null;
  attempts: number;
  due: boolean;
};

/**
 * What waits for each leased key, oldest first, `limit` at most; only the oldest when it failed before, nothing when it is not due.
 * In the order of the leases.
 */
export const readWaiting = async (sql: Sql, leases: readonly Lease[], limit: number): Promise<WaitingRow[][]> => {
  const rows = await sql<WaitingRow & { place: string }>(
    `select lease.place, waiting.* from unnest($1::text[], $2::text[]) with ordinality as lease (consumer, key, place) cross join lateral (
       select seq, message_id, type, source, time, key, data, raw is not null as undecoded, traceparent, attempts, next_at <= now() as due
       from inbox where inbox.consumer = lease.consumer and inbox.key = lease.key and done_at is null and parked_at is null
       order by inbox.consumer, inbox.key, seq limit $3) waiting
     order by lease.place, waiting.seq`,
    [leases.map(({ consumer }) => consumer), leases.map(({ key }) => key), limit],
  );
  const byPlace = Map.groupBy(rows, ({ place }) => Number(place));
  return leases.map((_, index) => dueOf(byPlace.get(index + 1) ?? []));
};

/** The oldest message that waits for a leased key, unless it is not due. */
export const readOldest = async (sql: Sql, lease: Lease): Promise<WaitingRow | undefined> => (await readWaiting(sql, [lease], 1))[0]?.[0];

const dueOf = (rows: WaitingRow[]): WaitingRow[] => {
  if (!rows[0]?.due) return [];
  return rows[0].attempts > 0 ? rows.slice(0, 1) : rows;
};

export type Refused = { row: WaitingRow; reason: string };

export type Parsed = { accepted: WaitingRow[]; messages: Message[]; refused: Refused[] };

/** Parses rows with their contracts: the accepted ones as messages, and what breaks its contract. */
export const parseRows = (contracts: readonly EventContract[], rows: readonly WaitingRow[]): Parsed => {
  const accepted: WaitingRow[] = [];
  const messages: Message[] = [];
  const refused: Refused[] = [];
  for (const row of rows) {
    const contract = contracts.find(({ type }) => type === row.type);
    const parsed = row.undecoded ? undefined : contract?.schema.safeParse(row.data);
    if (parsed?.success) {
      accepted.push(row);
      messages.push(messageOf(row, parsed.data));
    } else
      refused.push({
        row,
        reason: refusal(
          row,
          contract,
          parsed?.error.issues.map(({ path }) => path.join('.')),
        ),
      });
  }
  return { accepted, messages, refused };
};

const refusal = ({ undecoded }: WaitingRow, contract: EventContract | undefined, paths: readonly string[] = []): string => {
  if (undecoded) return 'The bytes could not be decoded.';
  if (!contract) return 'This consumer knows no such type.';
  return `The data breaks its contract at: ${paths.map((path) => path || 'the root').join(', ')}.`;
};

const messageOf = ({ message_id, type, source, time, key, traceparent }: WaitingRow, data: unknown): Message => ({
  id: message_id,
  type,
  source,
  time: new Date(time).toISOString(),
  key,
  data,
  ...(traceparent === null ? {} : { traceparent }),
});

export const markDone = async (sql: Sql, rows: readonly WaitingRow[]): Promise<void> => {
  await sql('update inbox set done_at = now(), error = null where seq = any($1::bigint[])', [rows.map(({ seq }) => seq)]);
};

/** Makes a message a dead letter (spec §4): its key goes on without it. */
export const parkRow = async (sql: Sql, { seq }: WaitingRow, reason: string): Promise<void> => {
  await sql('update inbox set parked_at = now(), error = $2 where seq = $1', [seq, reason]);
};

/** `counts`: whether it was one of the tries that a message has. */
export type Retry = { maxAttempts: number; afterMs: number; counts: boolean };

/** Notes a failure and ends the lease, in one statement: tried again after a while, or parked when it was the last try. Resolves with whether it is parked. */
export const recordFailure = async (
  sql: Sql,
  lease: Lease,
  { seq }: WaitingRow,
  error: unknown,
  { maxAttempts, afterMs, counts }: Retry,
): Promise<boolean> => {
  const [row] = await sql<{ parked: boolean }>(
    `with mine as (delete from inbox_lease where consumer = $1 and key = $2 and token = $3 returning 1)
     update inbox set attempts = attempts + $8, error = $5, next_at = now() + $6 * interval '1 ms',
       parked_at = case when attempts + $8 >= $7 then now() end
     where seq = $4 and exists (select 1 from mine)
     returning parked_at is not null as parked`,
    [lease.consumer, lease.key, lease.token, seq, failureText(error), afterMs, maxAttempts, counts ? 1 : 0],
  );
  return row?.parked ?? false;
};
