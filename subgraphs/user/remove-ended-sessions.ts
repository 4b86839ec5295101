import type { Task } from '#kit/service.ts';
import type { Context } from './context.ts';

const HOUR_MS = 3_600_000;
const KEPT_MS = 24 * HOUR_MS;
const ROWS = 1_000;

/** Deletes, in batches, sessions that ended or expired more than a day ago. */
export const removeEndedSessions: Task<Context> = {
  name: 'remove-ended-sessions',
  intervalMs: HOUR_MS,
  run: async ({ database, now }) => {
    const before = new Date(now().getTime() - KEPT_MS);
    for (let removed = ROWS; removed === ROWS; ) {
      const rows = await database.sql(
        `delete from sessions where id in (select id from sessions where expires_at < $1 or ended_at < $1 limit ${ROWS}) returning id`,
        [before],
      );
      removed = rows.length;
    }
  },
};
