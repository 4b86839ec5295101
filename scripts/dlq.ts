import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Sql } from '#kit/database.ts';
import {
  countDeadLetters,
  type DeadLetterFilter,
  listDeadLetters,
  listInboxSchemas,
  readDeadLetter,
  replayDeadLetters,
} from '#kit/dead-letters.ts';
import { startEmbeddedPostgres } from '#kit/embedded-postgres.ts';
import { type DlqCommand, parseDlqCommand } from './dlq-command.ts';
import { readDlqConfig } from './dlq-config.ts';
import { runCommand } from './run-command.ts';

/** Lists, shows and replays the dead letters of all services (spec §4), in the PostgreSQL of DATABASE_URL or DATA_DIR. */
const main = async (args: readonly string[]): Promise<void> => {
  const command = parseDlqCommand(args);
  const config = readDlqConfig(process.env);
  if (!config.DATABASE_URL && !existsSync(path.resolve(config.DATA_DIR, 'postgres')))
    throw new Error(`There is no PostgreSQL of Madang in ${path.resolve(config.DATA_DIR)}. Set DATA_DIR or DATABASE_URL.`);
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.DATA_DIR);
  const client = new pg.Client({ connectionString: config.DATABASE_URL ?? embedded?.url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const sql: Sql = async (statement, parameters = []) => (await client.query(statement, [...parameters])).rows;
    await run(sql, command);
  } finally {
    await client.end();
    await embedded?.release();
  }
};

const run = async (sql: Sql, command: DlqCommand): Promise<void> => {
  const schemas = await listInboxSchemas(sql);
  switch (command.name) {
    case 'list': {
      let count = 0;
      for (const schema of schemas) count += await list(sql, schema, command.filter);
      if (count === 0) console.error('There are no dead letters.');
      return;
    }
    case 'show': {
      const letter = schemas.includes(command.schema) ? await readDeadLetter(sql, command.schema, command.number) : null;
      if (!letter) throw new Error(`There is no dead letter ${command.schema}:${command.number}.`);
      console.log(JSON.stringify(letter, null, 2));
      return;
    }
    case 'replay': {
      const wanted = schemas.filter((schema) => command.ids === null || command.ids.has(schema));
      let count = 0;
      for (const schema of wanted) count += await replayDeadLetters(sql, schema, { ...command.filter, numbers: command.ids?.get(schema) });
      if (count === 0 && command.ids !== null) throw new Error('There is no dead letter of these ids.');
      console.log(`${count} dead letters will be handled again.`);
      return;
    }
    default:
      command satisfies never;
  }
};

/** Prints a service's dead letters, and says how many more there are than it prints. Resolves with the number of all. */
const list = async (sql: Sql, schema: string, filter: DeadLetterFilter): Promise<number> => {
  const letters = await listDeadLetters(sql, schema, filter);
  for (const { id, parkedAt, topic, consumer, key, attempts, error } of letters)
    console.log([id, parkedAt, topic, consumer, key, `${attempts} tries`, error].join('  '));
  const count = await countDeadLetters(sql, schema, filter);
  if (count > letters.length)
    console.error(
      `… and ${count - letters.length} newer ones of ${schema}. --topic and --older-than choose; replay takes those that are not listed, too.`,
    );
  return count;
};

await runCommand(() => main(process.argv.slice(2)));
