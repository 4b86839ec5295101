import { randomUUID } from 'node:crypto';
import type { Sql } from './database.ts';
import type { EventContract, Message } from './define-event.ts';
import { noteSpan } from './telemetry/in-span.ts';

export type OutboxEntry = Message;

/** A message of a contract, ready for the outbox. Throws a ZodError when the data breaks the contract. */
export const outboxEntry = <Data>(contract: EventContract<Data>, data: Data): OutboxEntry => {
  const parsed = contract.schema.parse(data);
  const id = randomUUID();
  const attributes = { 'messaging.destination.name': contract.type, 'messaging.message.id': id };
  return {
    id,
    type: contract.type,
    source: `/madang/${contract.publisher}`,
    time: new Date().toISOString(),
    key: contract.key(parsed),
    data: parsed,
    traceparent: noteSpan({ name: `create ${contract.type}`, kind: 'producer', attributes }),
  };
};

/** Writes messages into the outbox of the running transaction, in order, in one statement (spec §4). */
export const insertOutbox = async (sql: Sql, entries: readonly OutboxEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  await sql(
    `insert into outbox (message_id, type, source, time, key, data, traceparent)
     select id, type, source, time, key, data, traceparent
     from rows from (jsonb_to_recordset($1::jsonb) as (id uuid, type text, source text, "time" timestamptz, "key" text, data jsonb, traceparent text)) with ordinality
     order by ordinality`,
    [JSON.stringify(entries)],
  );
};
