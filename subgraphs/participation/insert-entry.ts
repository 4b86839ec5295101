import type { Sql } from '#kit/database.ts';
import { consentText } from './consent-text.ts';
import type { Context } from './context.ts';
import type { Entry } from './entry.ts';
import { lastFourHash, phoneHash, sealPhone } from './phone.ts';

/**
 * Takes the next entry number and inserts the participant, in one statement, which locks the event's row until the commit: numbers have
 * no gap, no repeat, and become visible in order. Null when the event is closed or the phone number takes part; raced by the same
 * phone number it throws a unique violation of `participants_phone`, and the number goes back with the transaction.
 */
export const insertEntry = async (
  sql: Sql,
  { config, encryption }: Context,
  { id, entry, now }: { id: string; entry: Entry; now: Date },
): Promise<number | null> => {
  const rows = await sql<{ entry_number: number }>(STATEMENT, [
    entry.eventId,
    now,
    phoneHash(config.HASH_KEY, entry.eventId, entry.phone),
    id,
    entry.name,
    sealPhone(encryption, entry.phone),
    lastFourHash(config.HASH_KEY, entry.eventId, entry.phone),
    entry.channel,
    entry.storeVisit,
    consentText.version,
    entry.consentMarketing ? now : null,
  ]);
  return rows[0]?.entry_number ?? null;
};

const STATEMENT = `
  with event as (
    update events set participant_count = participant_count + 1, version = version + 1
    where id = $1::uuid and drawn_at is null and ended_at is null and starts_at <= $2::timestamptz and ends_at > $2::timestamptz
      and not exists (select from participants where event_id = $1::uuid and phone_hash = $3)
    returning participant_count
  )
  insert into participants (
    id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel, store_visit, registered_at,
    consent_version, personal_info_consent_at, marketing_consent_at
  )
  select $4::uuid, $1::uuid, participant_count, $5, $6, $3, $7, $8, $9::boolean, $2::timestamptz, $10, $2::timestamptz, $11::timestamptz
  from event
  returning entry_number`;
