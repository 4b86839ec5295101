import pg from 'pg';
import type { Sql } from '#kit/database.ts';
import { resend } from '#kit/resend.ts';
import { readDlqConfig } from './dlq-config.ts';
import { runCommand } from './run-command.ts';

/** After a restore (docs/operating.md): the outboxes of all services send again what Kafka may have held, to topics that were deleted. */
const main = async (): Promise<void> => {
  const { DATABASE_URL: connectionString } = readDlqConfig(process.env);
  if (!connectionString) throw new Error('DATABASE_URL: is required, that of the restored database.');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  const sql: Sql = async (statement, parameters = []) => (await client.query(statement, [...parameters])).rows;
  try {
    await client.connect();
    await sql('begin');
    const count = await resend(sql);
    await sql('commit');
    console.log(`${count} messages will be sent again.`);
  } finally {
    await client.end();
  }
};

await runCommand(main);
