import { backoffMs } from '#kit/backoff.ts';
import { untilAborted } from '#kit/until-aborted.ts';
import { Channel } from '#schema/enums.ts';
import { idempotencyKeyOf } from './channels/channel-adapter.ts';
import type { Context } from './context.ts';

type Ended = { eventId: string; channel: Channel; failures: number };

const AT_ONCE = 50;
const RETRY = { firstMs: 30_000, capMs: 3_600_000 };
const MOST_FAILURES = 30;

/**
 * Takes ended events off the channels that may have got them; what is just being sent waits until that has ended. A channel that does not
 * answer is asked again after 30 s, 1 min … 1 h, for about a day: by then its own end of the event has passed too. Each
 * channel goes its own way. What has not answered when `stopping` aborts is asked again by another replica.
 */
export const stopChannels = async (ctx: Context, stopping: AbortSignal = new AbortController().signal): Promise<void> => {
  await Promise.all(Channel.options.map((channel) => stopInChannel(ctx, channel, stopping)));
};

const stopInChannel = async (ctx: Context, channel: Channel, stopping: AbortSignal): Promise<void> => {
  for (;;) {
    const due = await ctx.database.sql<Ended>(
      `select event_id as "eventId", channel, stop_failures as failures from channel_distributions
       where channel = $1 and stop_due_at <= $2 and status <> 'SENDING' order by stop_due_at limit ${AT_ONCE}`,
      [channel, ctx.now().toISOString()],
    );
    await Promise.all(due.map((each) => stopOne(ctx, each, stopping)));
    if (due.length < AT_ONCE || stopping.aborted) return;
  }
};

const stopOne = async (ctx: Context, ended: Ended, stopping: AbortSignal): Promise<void> => {
  const { eventId, channel } = ended;
  const isOff = await isStopped(ctx, ended, stopping);
  if (!isOff && stopping.aborted) return;
  const failures = isOff ? 0 : ended.failures + 1;
  const again = failures > 0 && failures < MOST_FAILURES ? new Date(ctx.now().getTime() + backoffMs(RETRY, failures)) : null;
  await ctx.database.sql('update channel_distributions set stop_due_at = $3, stop_failures = $4 where event_id = $1 and channel = $2', [
    eventId,
    channel,
    again?.toISOString() ?? null,
    failures,
  ]);
};

const isStopped = async ({ channels, pace, log }: Context, ended: Ended, stopping: AbortSignal): Promise<boolean> => {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(pace.timeoutMs)]);
  try {
    await untilAborted(signal, channels.cancel(ended, idempotencyKeyOf(ended), signal));
    return true;
  } catch (error) {
    log.warn({ err: error, eventId: ended.eventId, channel: ended.channel }, 'an ended event is still on a channel');
    return false;
  }
};
