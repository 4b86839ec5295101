import type { Sql } from './database.ts';
import type { Message } from './define-event.ts';
import { receiving } from './telemetry/delivery-spans.ts';

/** A message whose value is not JSON, or not JSON that can be stored. */
export type Undecodable = Omit<Message, 'data'> & {
  raw: Uint8Array;
  /** Why. */
  error: string;
};

type Row = Pick<Message, 'id' | 'type'> & Partial<Message> & { consumer: string; raw?: string; error?: string };

/**
 * Writes messages into a schema's inbox in their order, one row a consumer, in one statement; rows that are there already are left alone.
 * A message without a key is its own key. What PostgreSQL cannot hold as JSON is parked, its bytes kept.
 */
export const insertInbox = async (
  sql: Sql,
  schema: string,
  messages: readonly (Message | Undecodable)[],
  consumersOf: (type: string) => readonly string[],
): Promise<void> => {
  const rows = messages.flatMap((message) => {
    const row = rowOf(message);
    return consumersOf(message.type).map((consumer): Row => ({ ...row, consumer }));
  });
  if (rows.length === 0) return;
  const statement = `insert into "${schema}".inbox (consumer, message_id, type, source, time, key, data, traceparent, raw, error, parked_at)
     select consumer, id, type, source, time, key, data, traceparent, decode(raw, 'base64'), error, case when raw is not null then now() end
     from rows from (jsonb_to_recordset($1::jsonb) as (consumer text, id text, type text, source text, "time" timestamptz, "key" text,
       data jsonb, traceparent text, raw text, error text)) with ordinality
     order by ordinality
     on conflict (consumer, message_id) do nothing`;
  await receiving(rows, schema, () => sql(statement, [JSON.stringify(rows)]));
};

/** In JSON text: an escaped NUL, or half of a surrogate pair. PostgreSQL refuses both in jsonb. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

const rowOf = (message: Message | Undecodable): Omit<Row, 'consumer'> => {
  const { id, type, source, time, traceparent } = message;
  const attributes = { id, type, source, time, traceparent, key: message.key || id };
  if ('raw' in message) return { ...attributes, raw: Buffer.from(message.raw).toString('base64'), error: message.error };
  const json = JSON.stringify(message.data);
  if (!UNSTORABLE.test(json)) return { ...attributes, data: message.data };
  return { ...attributes, raw: Buffer.from(json).toString('base64'), error: 'The data holds characters that JSON in PostgreSQL cannot.' };
};
