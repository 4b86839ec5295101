import type { Transaction } from '#kit/database.ts';
import { untilAborted } from '#kit/until-aborted.ts';
import { Channel } from '#schema/enums.ts';
import { ChannelMeasured, type ChannelMeasuredData } from '#schema/events/distribution.ts';
import type { Sending } from './channels/channel-adapter.ts';
import type { Context } from './context.ts';

type Running = Sending & { externalId: string };

const AT_ONCE = 100;
/** Channels report views for a while after an event's end. */
const AFTER_END_MS = 86_400_000;

/**
 * Spec §5: collects each channel's own absolute figures for events that run or have just ended, and publishes them. Every channel goes its
 * own way, so that a slow one delays only its own; one that does not answer in the time of an attempt, its retries included, is left for the
 * next time, and so is what has not answered when `stopping` aborts.
 */
export const measureChannels = async (ctx: Context, stopping: AbortSignal = new AbortController().signal): Promise<void> => {
  await Promise.all(Channel.options.map((channel) => measureChannel(ctx, channel, stopping)));
};

const measureChannel = async (ctx: Context, channel: Channel, stopping: AbortSignal): Promise<void> => {
  for (let after: string | null = null; ; ) {
    const page = await runningEvents(ctx, channel, after);
    const measured = (await Promise.all(page.map((each) => measureOne(ctx, each, stopping)))).filter((figures) => figures !== null);
    await ctx.transaction(async (transaction) => {
      await lockEvents(transaction, measured);
      for (const figures of measured) transaction.publish(ChannelMeasured, figures);
    });
    if (page.length < AT_ONCE || stopping.aborted) return;
    after = page.at(-1)?.eventId ?? null;
  }
};

/** Whoever publishes about an event holds its row, so that messages of one key are committed in the order they were written in. */
const lockEvents = async ({ sql }: Transaction, figures: readonly ChannelMeasuredData[]): Promise<void> => {
  await sql('select from distributions where event_id = any($1::uuid[]) order by event_id for no key update', [
    figures.map(({ eventId }) => eventId),
  ]);
};

type RunningRow = Omit<Running, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string };

const runningEvents = async ({ database, now }: Context, channel: Channel, after: string | null): Promise<Running[]> => {
  const rows = await database.sql<RunningRow>(
    `select event_id as "eventId", channel, external_id as "externalId", title, starts_at as "startsAt", ends_at as "endsAt"
     from channel_distributions join distributions using (event_id)
     where status = 'DONE' and channel = $1 and ($2::uuid is null or event_id > $2::uuid) and (ended_at is null or ended_at > $3::timestamptz)
     order by event_id limit ${AT_ONCE}`,
    [channel, after, new Date(now().getTime() - AFTER_END_MS).toISOString()],
  );
  return rows.map((row) => ({ ...row, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) }));
};

const measureOne = async (
  { channels, pace, now, log }: Context,
  running: Running,
  stopping: AbortSignal,
): Promise<ChannelMeasuredData | null> => {
  const { eventId, channel, externalId } = running;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(pace.timeoutMs)]);
  try {
    const { impressions, cost } = await untilAborted(signal, channels.measure(running, externalId, signal));
    return { eventId, channel, impressions, cost, measuredAt: now().toISOString() };
  } catch (error) {
    log.warn({ err: error, eventId, channel }, 'a channel did not tell its figures');
    return null;
  }
};
