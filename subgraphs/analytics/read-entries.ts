import type { Sql } from '#kit/database.ts';
import type { TimelineRange } from './timeline.ts';

const DAY_MS = 86_400_000;

/** For each list of events: their entries of the last 24 hours less those of the 24 hours before. One statement. */
export const readDeltas = async (sql: Sql, lists: readonly (readonly string[])[], now: Date): Promise<number[]> => {
  const rows = await sql<{ event_id: string; delta: number }>(
    `select event_id, sum(case when registered_at > $2 then 1 else -1 end)::int as delta
     from registrations where event_id = any($1::uuid[]) and registered_at > $3 group by event_id`,
    [[...new Set(lists.flat())], new Date(now.getTime() - DAY_MS).toISOString(), new Date(now.getTime() - 2 * DAY_MS).toISOString()],
  );
  const deltas = new Map(rows.map(({ event_id, delta }) => [event_id, delta]));
  return lists.map((eventIds) => eventIds.reduce((sum, eventId) => sum + (deltas.get(eventId) ?? 0), 0));
};

/** Some events and the intervals to count their entries in. */
export type CountRequest = { eventIds: readonly string[]; range: TimelineRange };

/** For each request: the events' entries by the beginning of their interval, in milliseconds; Korean days. One statement. */
export const readCounts = async (sql: Sql, requests: readonly CountRequest[]): Promise<Map<number, number>[]> => {
  const pairs = requests.flatMap(({ eventIds, range: { interval, start, end } }, request) =>
    eventIds.map((event) => ({ request, event, width: `1 ${interval}`, start: new Date(start), end: new Date(end) })),
  );
  const rows = await sql<{ request: number; at: string; participants: number }>(
    `select request, date_bin(width, registered_at, '2000-01-01T00:00:00+09') as at, count(*)::int as participants
     from jsonb_to_recordset($1::jsonb) as (request int, event uuid, width interval, "start" timestamptz, "end" timestamptz)
     join registrations on event_id = event and registered_at >= "start" and registered_at < "end"
     group by 1, 2`,
    [JSON.stringify(pairs)],
  );
  const byRequest = Map.groupBy(rows, ({ request }) => request);
  return requests.map((_, index) => new Map((byRequest.get(index) ?? []).map(({ at, participants }) => [Date.parse(at), participants])));
};
