import type { Sql } from '#kit/database.ts';
import type { ParticipantRegisteredData } from '#schema/events/participation.ts';
import { readStatistics } from './read-statistics.ts';
import { slidesAt } from './slide-deltas.ts';
import { noStatistics, type Statistics } from './statistics.ts';

/** Locks an event's row, which is made when it is not there, then reads its statistics as the last holder of the lock left them. */
export const lockStatistics = async (sql: Sql, eventId: string, now: Date): Promise<Statistics> => {
  const lock = () => sql('select from event_statistics where event_id = $1 for update', [eventId]);
  if ((await lock()).length === 0) {
    const made = await sql(
      'insert into event_statistics (event_id, updated_at) values ($1, $2) on conflict do nothing returning event_id',
      [eventId, now.toISOString()],
    );
    if (made.length > 0) return noStatistics(eventId, now);
    await lock();
  }
  const [statistics] = await readStatistics(sql, [eventId]);
  return statistics ?? noStatistics(eventId, now);
};

/** Keeps entries; resolves with the numbers of those that were not there yet. */
export const insertRegistrations = async (sql: Sql, registrations: readonly ParticipantRegisteredData[]): Promise<Set<number>> => {
  if (registrations.length === 0) return new Set();
  const rows = await sql<{ entry_number: number }>(
    `insert into registrations (event_id, entry_number, channel, registered_at)
     select "eventId", "entryNumber", channel, "registeredAt"
     from jsonb_to_recordset($1::jsonb) as ("eventId" uuid, "entryNumber" int, channel text, "registeredAt" timestamptz)
     on conflict (event_id, entry_number) do nothing
     returning entry_number`,
    [JSON.stringify(registrations)],
  );
  return new Set(rows.map(({ entry_number }) => entry_number));
};

/** Writes the statistics of an event whose row is locked, with its channels. */
export const saveStatistics = async (sql: Sql, statistics: Statistics): Promise<void> => {
  await sql(SAVE, [
    statistics.eventId,
    statistics.ownerId,
    text(statistics.createdAt),
    text(statistics.endedAt),
    statistics.estimatedCost,
    statistics.revenuePerParticipant,
    statistics.targetRoi,
    statistics.participants,
    text(statistics.firstEntryAt),
    text(statistics.lastEntryAt),
    statistics.version,
    text(statistics.updatedAt),
    JSON.stringify(channelRows(statistics)),
  ]);
};

const SAVE = `
  with channels as (
    insert into channel_statistics
    select * from jsonb_populate_recordset(null::channel_statistics, $13::jsonb)
    on conflict (event_id, channel) do update set
      participants = excluded.participants,
      delivery_done = excluded.delivery_done, expected_views = excluded.expected_views,
      delivery_cost = excluded.delivery_cost, completed_at = excluded.completed_at,
      impressions = excluded.impressions, measured_cost = excluded.measured_cost, measured_at = excluded.measured_at
  )
  update event_statistics e set
    owner_id = $2, created_at = $3, ended_at = $4, estimated_cost = $5, revenue_per_participant = $6, target_roi = $7, participants = $8,
    first_entry_at = $9, last_entry_at = $10, version = $11, updated_at = $12, slides_at = ${slidesAt('$12')}
  where event_id = $1`;

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

const text = (date: Date | null): string | null => date?.toISOString() ?? null;
