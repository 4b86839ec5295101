import { eventBell, userBell } from './bells.ts';
import type { Context } from './context.ts';

const AT_ONCE = 500;

/** SQL: when an entry of event `e` next turns 24 or 48 hours old, seen from the parameter `now`, and so changes `participantsDelta`. */
export const slidesAt = (now: `$${number}`): string => `least(
  (select min(registered_at) + interval '24 hours' from registrations r
   where r.event_id = e.event_id and r.registered_at > ${now}::timestamptz - interval '24 hours'),
  (select min(registered_at) + interval '48 hours' from registrations r
   where r.event_id = e.event_id and r.registered_at > ${now}::timestamptz - interval '48 hours'))`;

/** A task: gives events whose delta time has changed a new version, so that their dashboards push it (spec §3). Safe beside the messages' folding: rows are locked, busy ones are left for the next run. */
export const slideDeltas = async (ctx: Context): Promise<void> => {
  for (let slid = AT_ONCE; slid === AT_ONCE; ) slid = await slideSome(ctx);
};

const slideSome = (ctx: Context): Promise<number> =>
  ctx.transaction(async ({ sql, ring }) => {
    const now = ctx.now().toISOString();
    const due = await sql<{ event_id: string; owner_id: string | null }>(
      'select event_id, owner_id from event_statistics where slides_at <= $1 order by slides_at limit $2 for update skip locked',
      [now, AT_ONCE],
    );
    await sql(
      `update event_statistics e set version = version + 1, updated_at = $1, slides_at = ${slidesAt('$1')} where event_id = any($2::uuid[])`,
      [now, due.map(({ event_id }) => event_id)],
    );
    ring(...due.flatMap(({ event_id, owner_id }) => [eventBell(event_id), ...(owner_id === null ? [] : [userBell(owner_id)])]));
    return due.length;
  });
