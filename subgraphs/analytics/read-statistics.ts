import { z } from 'zod';
import type { Sql } from '#kit/database.ts';
import { Channel } from '#schema/enums.ts';
import type { ChannelStatistics, Statistics } from './statistics.ts';

const delivery = z.union([
  z.object({ delivery_done: z.boolean(), expected_views: z.number(), delivery_cost: z.string(), completed_at: z.string() }),
  z.object({ delivery_done: z.null() }),
]);
const measurement = z.union([
  z.object({ impressions: z.number(), measured_cost: z.string(), measured_at: z.string() }),
  z.object({ impressions: z.null() }),
]);
const channelRow = z.object({ channel: Channel, participants: z.number() }).and(delivery).and(measurement);

/** An event's row with its channels, as PostgreSQL answers it: plain JSON. */
export const statisticsRow = z.object({
  event_id: z.string(),
  owner_id: z.string().nullable(),
  created_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  estimated_cost: z.string(),
  revenue_per_participant: z.string(),
  target_roi: z.string(),
  participants: z.number(),
  first_entry_at: z.string().nullable(),
  last_entry_at: z.string().nullable(),
  version: z.number(),
  updated_at: z.string(),
  channels: z.array(channelRow),
});

export type StatisticsRow = z.infer<typeof statisticsRow>;
type ChannelRow = z.infer<typeof channelRow>;

/** The statistics of the events there are among `eventIds`. One statement, and so one snapshot, however many there are. */
export const readStatistics = async (sql: Sql, eventIds: readonly string[]): Promise<Statistics[]> =>
  (await readRows(sql, 'e.event_id', eventIds)).map(statisticsOf);

/** The rows of the events there are among `eventIds`, in one snapshot. */
export const readEventRows = (sql: Sql, eventIds: readonly string[]): Promise<StatisticsRow[]> => readRows(sql, 'e.event_id', eventIds);

/** The rows of all events of the owners, the newest event first, in one snapshot. */
export const readOwnerRows = (sql: Sql, ownerIds: readonly string[]): Promise<StatisticsRow[]> => readRows(sql, 'e.owner_id', ownerIds);

/** Names one state of what is read: it is another after every change. */
export type StateVersion = { id: string; version: string };

/** Of the events there are among `eventIds`. */
export const readEventVersions = (sql: Sql, eventIds: readonly string[]): Promise<StateVersion[]> =>
  sql(
    `select event_id as id, concat_ws('-', version, ${milliseconds('updated_at')}) as version
     from event_statistics where event_id = any($1::uuid[])`,
    [eventIds],
  );

/** Of the owners that have events: versions only grow and events only come, so that their sum is another after every change. */
export const readOwnerVersions = (sql: Sql, ownerIds: readonly string[]): Promise<StateVersion[]> =>
  sql(
    `select owner_id as id, concat_ws('-', sum(version), count(*), ${milliseconds('max(updated_at)')}) as version
     from event_statistics where owner_id = any($1::uuid[]) group by owner_id`,
    [ownerIds],
  );

const milliseconds = (moment: string): string => `(extract(epoch from ${moment}) * 1000)::bigint`;

const readRows = (sql: Sql, key: 'e.event_id' | 'e.owner_id', ids: readonly string[]): Promise<StatisticsRow[]> =>
  sql<StatisticsRow>(
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

/** What a row says. */
export const statisticsOf = (row: StatisticsRow): Statistics => ({
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
