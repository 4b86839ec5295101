import type { Sql } from '#kit/database.ts';
import type { Channel } from '#schema/enums.ts';
import type { ChannelStatistics, Statistics } from './statistics.ts';

/** The statistics of the events there are among `eventIds`. One statement, and so one snapshot, however many there are. */
export const readStatistics = (sql: Sql, eventIds: readonly string[]): Promise<Statistics[]> => read(sql, 'e.event_id', eventIds);

/** The statistics of all events of the owners, the newest event first, in one snapshot. */
export const readOwnersStatistics = (sql: Sql, ownerIds: readonly string[]): Promise<Statistics[]> => read(sql, 'e.owner_id', ownerIds);

const read = async (sql: Sql, key: 'e.event_id' | 'e.owner_id', ids: readonly string[]): Promise<Statistics[]> => {
  const rows = await sql<EventRow>(
    `select e.*, coalesce(c.channels, '[]') as channels
     from event_statistics e
     left join lateral (
       select jsonb_agg(jsonb_build_object(
         'channel', channel, 'participants', participants,
         'delivery_done', delivery_done, 'expected_views', expected_views, 'delivery_cost', delivery_cost::text, 'completed_at', completed_at,
         'impressions', impressions, 'measured_cost', measured_cost::text, 'measured_at', measured_at
       ) order by array_position(array['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'], channel)) as channels
       from channel_statistics where event_id = e.event_id
     ) c on true
     where ${key} = any($1::uuid[])
     order by e.created_at desc, e.event_id`,
    [ids],
  );
  return rows.map(statisticsOf);
};

type EventRow = {
  event_id: string;
  owner_id: string | null;
  created_at: string | null;
  ended_at: string | null;
  estimated_cost: string;
  revenue_per_participant: string;
  target_roi: string;
  participants: number;
  first_entry_at: string | null;
  last_entry_at: string | null;
  version: number;
  updated_at: string;
  channels: ChannelRow[];
};

type ChannelRow = { channel: Channel; participants: number } & (
  | { delivery_done: boolean; expected_views: number; delivery_cost: string; completed_at: string }
  | { delivery_done: null }
) &
  ({ impressions: number; measured_cost: string; measured_at: string } | { impressions: null });

const statisticsOf = (row: EventRow): Statistics => ({
  eventId: row.event_id,
  ownerId: row.owner_id,
  createdAt: moment(row.created_at),
  endedAt: moment(row.ended_at),
  estimatedCost: row.estimated_cost,
  revenuePerParticipant: row.revenue_per_participant,
  targetRoi: row.target_roi,
  participants: row.participants,
  firstEntryAt: moment(row.first_entry_at),
  lastEntryAt: moment(row.last_entry_at),
  channels: row.channels.map(channelOf),
  version: row.version,
  updatedAt: new Date(row.updated_at),
});

const channelOf = (row: ChannelRow): ChannelStatistics => ({
  channel: row.channel,
  participants: row.participants,
  delivery:
    row.delivery_done === null
      ? null
      : {
          done: row.delivery_done,
          expectedViews: row.expected_views,
          cost: row.delivery_cost,
          completedAt: new Date(row.completed_at),
        },
  measurement:
    row.impressions === null ? null : { impressions: row.impressions, cost: row.measured_cost, measuredAt: new Date(row.measured_at) },
});

const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));
