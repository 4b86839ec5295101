import type { Channel } from '#schema/enums.ts';
import type { Sending } from './channels/channel-adapter.ts';
import type { Context } from './context.ts';
import { distributionBell } from './distribution-bell.ts';

/** A channel that this process may send to, until its lease lapses. */
export type Taken = Sending & {
  lease: string;
  /** The event is over: what a dead sender left behind is not sent again. */
  ended: boolean;
  /** Senders took it too often without an end. */
  givenUp: boolean;
};

type TakenRow = Omit<Taken, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string };

/**
 * Takes channels that are due (new, to be tried again, or left behind by a sender that died) under a lease, at most `free` of each.
 * Events that another process is just changing are passed over, so that replicas share the work.
 */
export const takeDueChannels = (
  ctx: Pick<Context, 'transaction' | 'now' | 'newId' | 'pace'>,
  free: ReadonlyMap<Channel, number>,
): Promise<Taken[]> =>
  ctx.transaction(async ({ sql, ring }) => {
    const now = ctx.now();
    const lapsesAt = new Date(now.getTime() + ctx.pace.leaseMs);
    const rows = await sql<TakenRow>(TAKE, [[...free.keys()], [...free.values()], now.toISOString(), lapsesAt.toISOString(), ctx.newId()]);
    ring(...new Set(rows.map(({ eventId }) => distributionBell(eventId))));
    return rows.map((row) => ({ ...row, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) }));
  });

/** The update looks at `due_at` once more: of two replicas that found the same channel, the second sees the first one's lease. */
const TAKE = `
  with due as (
    select c.event_id, c.channel
    from unnest($1::text[], $2::int[]) as place (channel, free)
    cross join lateral (
      select event_id, channel from channel_distributions
      where channel = place.channel and due_at <= $3::timestamptz order by due_at limit place.free
    ) c
  ), locked as (
    select event_id from distributions where event_id in (select event_id from due) for no key update skip locked
  ), taken as (
    update channel_distributions c
    set status = 'SENDING', attempts = attempts + 1, attempts_left = attempts_left - 1, due_at = $4::timestamptz, lease = $5::uuid, completed_at = null
    from due join locked using (event_id)
    where c.event_id = due.event_id and c.channel = due.channel and c.due_at <= $3::timestamptz
    returning c.event_id, c.channel, c.attempts_left
  ), changed as (
    update distributions set version = version + 1 where event_id in (select event_id from taken)
    returning event_id, title, starts_at, ends_at, ended_at
  )
  select taken.event_id as "eventId", channel, title, starts_at as "startsAt", ends_at as "endsAt", $5::text as lease,
    ended_at is not null as ended, attempts_left < 0 as "givenUp"
  from taken join changed using (event_id)`;
