import pg from 'pg';
import { readConfig } from '#kit/config.ts';
import { startEmbeddedPostgres } from '#kit/embedded-postgres.ts';
import { createFieldEncryption, encryptionKeys } from '#kit/encryption.ts';
import { type Reencrypted, reencrypt, type SealedColumn } from '#kit/reencrypt.ts';
import { sealedColumns as ofParticipation } from '#subgraphs/participation/sealed-columns.ts';
import { sealedColumns as ofUser } from '#subgraphs/user/sealed-columns.ts';
import { runCommand } from './run-command.ts';

const services: Record<string, readonly SealedColumn[]> = { user: ofUser, participation: ofParticipation };

export type Rotated = Reencrypted & { column: string };

/**
 * Encrypts every field of every service under the first of `keys` (spec §5), in batches, beside running services, which must know that
 * key already. Repeat it as often as wanted; it goes on where it was cut off.
 */
export const rotateKeys = async (
  databaseUrl: string,
  keys: readonly { id: string; key: Buffer }[],
  options: { batch?: number; onBatch?: (changed: number) => void } = {},
): Promise<Rotated[]> => {
  const encryption = createFieldEncryption(keys);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  const rotated: Rotated[] = [];
  try {
    await client.connect();
    for (const [schema, columns] of Object.entries(services)) {
      await client.query(`set search_path = "${schema}"`);
      const sql = async <Row>(statement: string, parameters: readonly unknown[] = []) =>
        (await client.query(statement, [...parameters])).rows as Row[];
      for (const column of columns) {
        const { rows } = await client.query('select to_regclass($1) is not null as exists', [column.table]);
        if (!rows[0]?.exists) continue;
        rotated.push({
          column: `${schema}.${column.table}.${column.column}`,
          ...(await reencrypt(sql, encryption, keys[0]?.id ?? '', column, options)),
        });
      }
    }
  } finally {
    await client.end();
  }
  return rotated;
};

const main = async (): Promise<void> => {
  const config = readConfig(process.env, { ENCRYPTION_KEYS: encryptionKeys });
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.DATA_DIR);
  try {
    const rotated = await rotateKeys(config.DATABASE_URL ?? embedded?.url ?? '', config.ENCRYPTION_KEYS);
    for (const { column, changed, unreadable } of rotated)
      console.log(`${column}: ${changed} encrypted anew${unreadable > 0 ? `, ${unreadable} CANNOT BE READ with the given keys` : ''}`);
    if (rotated.some(({ unreadable }) => unreadable > 0)) process.exitCode = 1;
  } finally {
    await embedded?.release();
  }
};

if (import.meta.main) await runCommand(main);
