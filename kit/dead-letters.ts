import type { Sql } from './database.ts';

/** A message that was parked (spec §4): it failed 5 times, ended its process 3 times, or could not be read. */
export type DeadLetter = {
  /** `{schema}:{number}`. */
  id: string;
  consumer: string;
  topic: string;
  key: string;
  messageId: string;
  parkedAt: string;
  attempts: number;
  error: string;
};

export type DeadLetterContent = DeadLetter & {
  source: string;
  time: string;
  traceparent: string | null;
  data: unknown;
  /** The bytes of a message that could not be decoded, base64. */
  raw: string | null;
};

/** Which dead letters; all when empty. */
export type DeadLetterFilter = {
  /** The numbers in their ids. */
  numbers?: readonly string[];
  topic?: string;
  /** Parked at least so many milliseconds ago. */
  olderThanMs?: number;
};

const WANTED = `parked_at is not null and ($1::bigint[] is null or seq = any($1)) and ($2::text is null or type = $2)
  and parked_at <= now() - coalesce($3::float8, 0) * interval '1 ms'`;

const utc = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const LETTER = `consumer, type as topic, key, message_id as "messageId", ${utc('parked_at')} as "parkedAt", attempts, coalesce(error, '') as error`;

const parameters = ({ numbers, topic, olderThanMs }: DeadLetterFilter) => [numbers ?? null, topic ?? null, olderThanMs ?? null];

/** How many dead letters a schema has. */
export const countDeadLetters = async (sql: Sql, schema: string, filter: DeadLetterFilter = {}): Promise<number> => {
  const [row] = await sql<{ count: number }>(`select count(*)::int as count from "${schema}".inbox where ${WANTED}`, parameters(filter));
  return row?.count ?? 0;
};

/** A schema's dead letters, the oldest first. */
export const listDeadLetters = (sql: Sql, schema: string, filter: DeadLetterFilter = {}, limit = 100): Promise<DeadLetter[]> =>
  sql<DeadLetter>(
    `select $4::text || ':' || seq as id, ${LETTER} from "${schema}".inbox where ${WANTED} order by parked_at, seq limit $5`,
    [...parameters(filter), schema, limit],
  );

/** One dead letter with what it holds; null when there is none of that number. */
export const readDeadLetter = async (sql: Sql, schema: string, number: string): Promise<DeadLetterContent | null> => {
  const [letter] = await sql<DeadLetterContent>(
    `select $4::text || ':' || seq as id, ${LETTER}, source, ${utc('time')} as time, traceparent, data, encode(raw, 'base64') as raw from "${schema}".inbox where ${WANTED}`,
    [...parameters({ numbers: [number] }), schema],
  );
  return letter ?? null;
};

/** Lets dead letters be handled again as if they had never been tried, before what waits for their keys. Resolves with their number. */
export const replayDeadLetters = async (sql: Sql, schema: string, filter: DeadLetterFilter): Promise<number> => {
  const replayed = await sql(
    `update "${schema}".inbox set parked_at = null, attempts = 0, next_at = now(), error = null where ${WANTED} returning 1`,
    parameters(filter),
  );
  return replayed.length;
};

/** The schemas of services: those that have an inbox and an outbox. What a rebuild collects for a while has an inbox alone. */
export const listInboxSchemas = async (sql: Sql): Promise<string[]> =>
  (
    await sql<{ schema: string }>(
      `select table_schema as schema from information_schema.tables where table_name in ('inbox', 'outbox')
       group by table_schema having count(*) = 2 order by 1`,
    )
  ).map(({ schema }) => schema);
