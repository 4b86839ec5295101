import type { Sql } from '#kit/database.ts';
import { consentText } from './consent-text.ts';
import type { EntryContext } from './context.ts';
import type { Entry } from './entry.ts';
import { lastFourHash, phoneHash, sealPhone } from './phone.ts';

/** Entry numbers by id, and the ids of the entries that were left out because their event's row is held. */
export type Inserted = { numbers: Map<string, number>; held: Set<string> };

/**
 * Gives entries the next numbers of their events and inserts them, in one statement, which locks the events' rows until the commit, in the
 * order of their ids: numbers have no gap, no repeat, and become visible in order. No number for those whose phone number takes part, is
 * twice among them or whose channel is not the event's, and none when the event is closed. Raced by the same phone number from elsewhere
 * it throws a unique violation of `participants_phone`, and the numbers go back with the transaction.
 */
export const insertEntries = async (
  sql: Sql,
  context: EntryContext,
  entries: readonly { id: string; entry: Entry }[],
  { now, waits }: { now: Date; waits: boolean },
): Promise<Inserted> => {
  const rows = entries.map(({ id, entry }) => rowOf(context, id, entry));
  const statement = waits ? WAITS : SKIPS;
  const known = await sql<{ id: string; entry_number: number | null }>(statement, [
    JSON.stringify(rows),
    now,
    consentText(context.config).version,
  ]);
  const numbers = known.flatMap(({ id, entry_number }): [string, number][] => (entry_number === null ? [] : [[id, entry_number]]));
  return { numbers: new Map(numbers), held: new Set(known.flatMap(({ id, entry_number }) => (entry_number === null ? [id] : []))) };
};

const rowOf = ({ config, encryption }: EntryContext, id: string, entry: Entry) => ({
  id,
  event_id: entry.eventId,
  name: entry.name,
  sealed_phone: sealPhone(encryption, entry.phone),
  phone_hash: phoneHash(config.HASH_KEY, entry.eventId, entry.phone),
  last_four_hash: lastFourHash(config.HASH_KEY, entry.eventId, entry.phone),
  channel: entry.channel,
  store_visit: entry.storeVisit,
  consent_marketing: entry.consentMarketing,
});

/**
 * Rows with an `entry_number` are inserted, those without one are held. `is null` and not `not exists`: one look into the index for each
 * entry, also when the planner takes the table for small.
 */
const statementThat = (lock: string): string => `
  with asked as materialized (
    select * from rows from (jsonb_to_recordset($1::jsonb) as (id uuid, event_id uuid, name text, sealed_phone text, phone_hash text,
      last_four_hash text, channel text, store_visit boolean, consent_marketing boolean)) with ordinality
  ),
  event as materialized (
    select id, participant_count, channels,
      drawn_at is null and ended_at is null and starts_at <= $2::timestamptz and ends_at > $2::timestamptz as open
    from events where id in (select event_id from asked) order by id ${lock}
  ),
  fresh as materialized (
    select once.*, participant_count + row_number() over (partition by event_id order by ordinality) as entry_number
    from (select distinct on (event_id, phone_hash) * from asked order by event_id, phone_hash, ordinality) once
      join event on event.id = once.event_id and open and channel = any (channels)
    where (select true from participants where participants.event_id = once.event_id and participants.phone_hash = once.phone_hash) is null
  ),
  counted as (
    update events set participant_count = events.participant_count + entries, version = version + 1
    from (select event_id, count(*) as entries from fresh group by event_id) news where events.id = news.event_id
  ),
  inserted as (
    insert into participants (
      id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel, store_visit, registered_at,
      consent_version, personal_info_consent_at, marketing_consent_at
    )
    select id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel,
      store_visit, $2::timestamptz, $3, $2::timestamptz, case when consent_marketing then $2::timestamptz end
    from fresh order by event_id, entry_number
    returning id, entry_number
  )
  select id, entry_number from inserted
  union all
  select id, null from asked
  where event_id not in (select id from event) and exists (select from events where events.id = asked.event_id)`;

const WAITS = statementThat('for no key update');
const SKIPS = statementThat('for no key update skip locked');
