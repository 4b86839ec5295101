import type { Sql } from '#kit/database.ts';
import type { ParticipantRegisteredData } from '#schema/events/participation.ts';
import { readStatistics } from './read-statistics.ts';
import { slidesAt } from './slide-deltas.ts';
import { noStatistics, type Statistics } from './statistics.ts';

/**
 * Locks events' rows, in the order of their ids, which are made where they are not there, then reads their statistics as the last holders of
 * the locks left them. In the order of `eventIds`.
 */
export const lockStatistics = async (sql: Sql, eventIds: readonly string[], now: Date): Promise<Statistics[]> => {
  const locked = await lock(sql, eventIds);
  const missing = eventIds.filter((id) => !locked.has(id));
  const made = missing.length > 0 ? await make(sql, missing, now) : new Set();
  const others = missing.filter((id) => !made.has(id));
  if (others.length > 0) await lock(sql, others);
  const older = eventIds.filter((id) => !made.has(id));
  const known = new Map((older.length > 0 ? await readStatistics(sql, older) : []).map((statistics) => [statistics.eventId, statistics]));
  return eventIds.map((id) => known.get(id) ?? noStatistics(id, now));
};

const idsOf = (rows: readonly { event_id: string }[]): Set<string> => new Set(rows.map(({ event_id }) => event_id));

const lock = async (sql: Sql, eventIds: readonly string[]): Promise<Set<string>> =>
  idsOf(await sql('select event_id from event_statistics where event_id = any($1::uuid[]) order by event_id for update', [eventIds]));

const make = async (sql: Sql, eventIds: readonly string[], now: Date): Promise<Set<string>> =>
  idsOf(
    await sql(
      `insert into event_statistics (event_id, updated_at) select id, $2 from unnest($1::uuid[]) as id order by id
       on conflict do nothing returning event_id`,
      [eventIds, now.toISOString()],
    ),
  );

/** One registration, whatever message tells it. */
export const registrationId = ({ eventId, entryNumber }: Pick<ParticipantRegisteredData, 'eventId' | 'entryNumber'>): string =>
  `${eventId}/${entryNumber}`;

/** Keeps entries; resolves with the ids of those that were not there yet. */
export const insertRegistrations = async (sql: Sql, registrations: readonly ParticipantRegisteredData[]): Promise<Set<string>> => {
  if (registrations.length === 0) return new Set();
  const rows = await sql<{ eventId: string; entryNumber: number }>(
    `insert into registrations (event_id, entry_number, channel, registered_at)
     select "eventId", "entryNumber", channel, "registeredAt"
     from jsonb_to_recordset($1::jsonb) as ("eventId" uuid, "entryNumber" int, channel text, "registeredAt" timestamptz)
     on conflict (event_id, entry_number) do nothing
     returning event_id as "eventId", entry_number as "entryNumber"`,
    [JSON.stringify(registrations)],
  );
  return new Set(rows.map(registrationId));
};

/** Writes the statistics of events whose rows are locked, with their channels, as they are at `now`. */
export const saveStatistics = async (sql: Sql, statistics: readonly Statistics[], now: Date): Promise<void> => {
  if (statistics.length === 0) return;
  await sql(SAVE, [JSON.stringify(statistics.map(eventRow)), now.toISOString(), JSON.stringify(statistics.flatMap(channelRows))]);
};

const SAVE = `
  with channels as (
    insert into channel_statistics
    select * from jsonb_populate_recordset(null::channel_statistics, $3::jsonb)
    on conflict (event_id, channel) do update set
      participants = excluded.participants,
      delivery_done = excluded.delivery_done, expected_views = excluded.expected_views,
      delivery_cost = excluded.delivery_cost, completed_at = excluded.completed_at,
      impressions = excluded.impressions, measured_cost = excluded.measured_cost, measured_at = excluded.measured_at
  )
  update event_statistics e set
    owner_id = next.owner_id, created_at = next.created_at, ended_at = next.ended_at, estimated_cost = next.estimated_cost,
    revenue_per_participant = next.revenue_per_participant, target_roi = next.target_roi, participants = next.participants,
    first_entry_at = next.first_entry_at, last_entry_at = next.last_entry_at, version = next.version, updated_at = $2,
    slides_at = ${slidesAt('$2')}
  from jsonb_populate_recordset(null::event_statistics, $1::jsonb) next where e.event_id = next.event_id`;

const eventRow = (statistics: Statistics) => ({
  event_id: statistics.eventId,
  owner_id: statistics.ownerId,
  created_at: statistics.createdAt,
  ended_at: statistics.endedAt,
  estimated_cost: statistics.estimatedCost,
  revenue_per_participant: statistics.revenuePerParticipant,
  target_roi: statistics.targetRoi,
  participants: statistics.participants,
  first_entry_at: statistics.firstEntryAt,
  last_entry_at: statistics.lastEntryAt,
  version: statistics.version,
});

const channelRows = ({ eventId, channels }: Statistics) =>
  channels.map(({ channel, participants, delivery, measurement }) => ({
    event_id: eventId,
    channel,
    participants,
    delivery_done: delivery?.done,
    expected_views: delivery?.expectedViews,
    delivery_cost: delivery?.cost,
    completed_at: delivery?.completedAt,
    impressions: measurement?.impressions,
    measured_cost: measurement?.cost,
    measured_at: measurement?.measuredAt,
  }));
