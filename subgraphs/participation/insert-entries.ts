import type { Sql } from '#kit/database.ts';
import { consentText } from './consent-text.ts';
import type { EntryContext } from './context.ts';
import type { Entry } from './entry.ts';
import { lastFourHash, phoneHash, sealPhone } from './phone.ts';

/**
 * Gives entries of one event the next numbers and inserts them, in one statement, which locks the event's row until the commit: numbers
 * have no gap, no repeat, and become visible in order. Resolves with the numbers by id; without those whose phone number takes part, is
 * twice among them or whose channel is not the event's, and with none when the event is closed. Raced by the same phone number from
 * elsewhere it throws a unique violation of `participants_phone`, and the numbers go back with the transaction.
 */
export const insertEntries = async (
  sql: Sql,
  context: EntryContext,
  eventId: string,
  entries: readonly { id: string; entry: Entry }[],
  now: Date,
): Promise<Map<string, number>> => {
  const rows = entries.map(({ id, entry }) => rowOf(context, id, entry));
  const inserted = await sql<{ id: string; entry_number: number }>(STATEMENT, [eventId, now, JSON.stringify(rows), consentText.version]);
  return new Map(inserted.map(({ id, entry_number }) => [id, entry_number]));
};

const rowOf = ({ config, encryption }: EntryContext, id: string, entry: Entry) => ({
  id,
  name: entry.name,
  sealed_phone: sealPhone(encryption, entry.phone),
  phone_hash: phoneHash(config.HASH_KEY, entry.eventId, entry.phone),
  last_four_hash: lastFourHash(config.HASH_KEY, entry.eventId, entry.phone),
  channel: entry.channel,
  store_visit: entry.storeVisit,
  consent_marketing: entry.consentMarketing,
});

const STATEMENT = `
  with asked as (
    select distinct on (phone_hash) *
    from rows from (jsonb_to_recordset($3::jsonb) as (id uuid, name text, sealed_phone text, phone_hash text, last_four_hash text, channel text,
      store_visit boolean, consent_marketing boolean)) with ordinality
    order by phone_hash, ordinality
  ),
  fresh as materialized (
    select asked.*, row_number() over (order by ordinality) as rank from asked
    where not exists (select from participants where event_id = $1::uuid and participants.phone_hash = asked.phone_hash)
      and channel = any ((select channels from events where id = $1::uuid)::text[])
  ),
  event as (
    update events set participant_count = participant_count + (select count(*) from fresh), version = version + 1
    where id = $1::uuid and drawn_at is null and ended_at is null and starts_at <= $2::timestamptz and ends_at > $2::timestamptz
      and exists (select from fresh)
    returning participant_count
  )
  insert into participants (
    id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel, store_visit, registered_at,
    consent_version, personal_info_consent_at, marketing_consent_at
  )
  select id, $1::uuid, participant_count - (select count(*) from fresh) + rank, name, sealed_phone, phone_hash, last_four_hash, channel,
    store_visit, $2::timestamptz, $4, $2::timestamptz, case when consent_marketing then $2::timestamptz end
  from event, fresh order by rank
  returning id, entry_number`;
