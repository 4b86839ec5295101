import { RECORD_MS } from './bus/kafka-driver.ts';
import type { Sql } from './database.ts';
import { listInboxSchemas } from './dead-letters.ts';

/** What Kafka had forgotten when the backup was made needs no second sending: it was taken in, or given up, before. */
const SENT = `interval '${RECORD_MS} milliseconds'`;

/**
 * Lets the outboxes of a restored database send again what Kafka may have held when the backup was made: some of it may not have come into every
 * inbox by then. An inbox leaves alone what it has, and keeps the ids as long as if it had been done now. Call it in a transaction, while no service runs.
 *
 * @returns the number of messages
 */
export const resend = async (sql: Sql): Promise<number> => {
  const schemas = await listInboxSchemas(sql);
  const moments = schemas.flatMap((schema) => [
    `select max(created_at) as at from "${schema}".outbox`,
    `select max(received_at) as at from "${schema}".inbox`,
  ]);
  const [backup] = await sql<{ at: string | null }>(`select max(at)::text as at from (${moments.join(' union all ')}) moments`);
  let count = 0;
  for (const schema of schemas) {
    const [sent] = await sql<{ count: number }>(
      `with sent as (update "${schema}".outbox set published_at = null where published_at > $1::timestamptz - ${SENT} returning 1)
       select count(*)::int as count from sent`,
      [backup?.at],
    );
    await sql(`update "${schema}".inbox set done_at = now() where done_at is not null`);
    count += sent?.count ?? 0;
  }
  return count;
};
