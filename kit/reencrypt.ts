import type { Sql } from './database.ts';
import type { FieldEncryption } from './encryption.ts';

/** A column of encrypted fields, in a table with a uuid `id`; `context` is what they are encrypted for. */
export type SealedColumn = { table: string; column: string; context: string };

/** `unreadable`: values under a key that is not configured, or changed by somebody; they stay as they are. */
export type Reencrypted = { changed: number; unreadable: number };

type Sealed = { id: string; sealed: string };

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Encrypts a column's values anew where their key is not the newest, in batches, beside a running service: a value that was changed
 * meanwhile stays as the service wrote it. Cut off anywhere, it is finished by the next run, which passes over what is done.
 *
 * @param newestKeyId the id under which `encryption` encrypts
 * @param onBatch after each batch, with what it changed
 */
export const reencrypt = async (
  sql: Sql,
  encryption: FieldEncryption,
  newestKeyId: string,
  { table, column, context }: SealedColumn,
  { batch = 500, onBatch = () => {} }: { batch?: number; onBatch?: (changed: number) => void } = {},
): Promise<Reencrypted> => {
  const total: Reencrypted = { changed: 0, unreadable: 0 };
  for (let after = FIRST_ID; ; ) {
    const rows = await sql<Sealed>(
      `select id, ${column} as sealed from ${table} where id > $1::uuid and split_part(${column}, '.', 1) <> $2 order by id limit ${batch}`,
      [after, newestKeyId],
    );
    const anew = rows.flatMap((row) => sealedAnew(encryption, row, context));
    const changed = await sql(
      `update ${table} set ${column} = anew.sealed from unnest($1::uuid[], $2::text[], $3::text[]) as anew (id, before, sealed)
       where ${table}.id = anew.id and ${table}.${column} = anew.before returning ${table}.id`,
      [anew.map(({ id }) => id), anew.map(({ before }) => before), anew.map(({ sealed }) => sealed)],
    );
    total.changed += changed.length;
    total.unreadable += rows.length - anew.length;
    onBatch(changed.length);
    if (rows.length < batch) return total;
    after = rows.at(-1)?.id ?? after;
  }
};

const sealedAnew = (encryption: FieldEncryption, { id, sealed }: Sealed, context: string) => {
  try {
    return [{ id, before: sealed, sealed: encryption.encrypt(encryption.decrypt(sealed, context), context) }];
  } catch {
    return [];
  }
};
