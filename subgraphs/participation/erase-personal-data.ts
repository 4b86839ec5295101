import type { Task } from '#kit/service.ts';
import type { Context } from './context.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVENTS = 100;
const ROWS = 1_000;

/**
 * `PERSONAL_DATA_DAYS` after an event's end: names, phone numbers and their hashes go, in batches. What statistics, the feed and the draw's
 * verification need stays: entry numbers, channels, visits, times, ranks, and when which consent was given. Cut off, the next run goes on.
 */
export const erasePersonalData: Task<Context> = {
  name: 'erase-personal-data',
  intervalMs: HOUR_MS,
  run: async (ctx) => {
    const endedBefore = new Date(ctx.now().getTime() - ctx.config.PERSONAL_DATA_DAYS * DAY_MS);
    for (let found = EVENTS; found === EVENTS; ) {
      const events = await ctx.database.sql<{ id: string }>(
        `select id from events where erased_at is null and coalesce(ended_at, ends_at) < $1 order by coalesce(ended_at, ends_at) limit ${EVENTS}`,
        [endedBefore],
      );
      for (const { id } of events) await eraseEvent(ctx, id);
      found = events.length;
    }
  },
};

const eraseEvent = async ({ database: { sql }, now, log }: Context, eventId: string): Promise<void> => {
  let count = 0;
  for (let erased = ROWS; erased === ROWS; count += erased) {
    const rows = await sql(
      `update participants set name = '', sealed_phone = null, phone_hash = null, last_four_hash = null, erased_at = $2
       where id in (select id from participants where event_id = $1 and erased_at is null limit ${ROWS}) returning id`,
      [eventId, now()],
    );
    erased = rows.length;
  }
  await sql('update events set erased_at = $2 where id = $1', [eventId, now()]);
  log.info({ eventId, count }, 'the personal data of an event’s participants was erased');
};
