import { failureText } from '#kit/failure-text.ts';
import { untilAborted } from '#kit/until-aborted.ts';
import { createWakeable } from '#kit/wakeable.ts';
import { within } from '#kit/within.ts';
import { Channel } from '#schema/enums.ts';
import { EVENT_ENDED } from './channel-error.ts';
import { idempotencyKeyOf } from './channels/channel-adapter.ts';
import type { Context } from './context.ts';
import { finishChannel, giveBackChannel, type Outcome } from './finish-channel.ts';
import { type Taken, takeDueChannels } from './take-due-channels.ts';

/** Sends what is due, at once when woken and otherwise every `pollMs`; each channel on its own, so that none holds up another (spec §5). */
export type Sender = {
  wake: () => void;
  /** Takes no more, waits `stopMs` for what is under way, and gives back the rest for another replica. */
  stop: () => Promise<void>;
};

export type SenderContext = Omit<Context, 'sender'>;

export const startSender = (ctx: SenderContext): Sender => {
  const pauses = createWakeable();
  const underWay = new Map<Promise<void>, Channel>();
  const stopping = new AbortController();
  let stopped = false;
  const begin = (taken: Taken): void => {
    const sending = sendOne(ctx, taken, stopping.signal).finally(() => {
      underWay.delete(sending);
      pauses.wake();
    });
    underWay.set(sending, taken.channel);
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      const taken = await takeDueChannels(ctx, freePlaces([...underWay.values()], ctx.pace.atOnce)).catch((error: unknown) => {
        ctx.log.error({ err: error }, 'the channels that are due could not be read');
        return [];
      });
      taken.forEach(begin);
      if (taken.length === 0) await pauses.pause(ctx.pace.pollMs);
    }
  };
  const running = run();
  return {
    wake: pauses.wake,
    stop: async () => {
      stopped = true;
      pauses.wake();
      await running;
      await within(ctx.pace.stopMs, 'A channel', Promise.all(underWay.keys())).catch(() => stopping.abort(new Error('The service stops.')));
      await Promise.all(underWay.keys());
    },
  };
};

const freePlaces = (taken: readonly Channel[], atOnce: number): Map<Channel, number> =>
  new Map(Channel.options.map((channel) => [channel, atOnce - taken.filter((other) => other === channel).length]));

/** One attempt. When its end cannot be written, the lease lapses and it is tried again, with the same key. */
const sendOne = async (ctx: SenderContext, taken: Taken, stopping: AbortSignal): Promise<void> => {
  const { eventId, channel } = taken;
  const outcome = await attempt(ctx, taken, stopping);
  if ('error' in outcome) ctx.log.warn({ eventId, channel, reason: outcome.error }, 'a channel did not take an event');
  const end = 'error' in outcome && stopping.aborted ? giveBackChannel(ctx, taken) : finishChannel(ctx, taken, outcome);
  await end.catch((error: unknown) => ctx.log.error({ err: error, eventId, channel }, 'the end of an attempt was not written'));
};

/** The idempotency key is the same for every attempt, so that a retry never sends twice (spec §5). */
const attempt = async ({ channels, pace }: SenderContext, taken: Taken, stopping: AbortSignal): Promise<Outcome> => {
  if (taken.ended) return { error: EVENT_ENDED };
  if (taken.givenUp) return { error: 'It was begun too often without an end.' };
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(pace.timeoutMs)]);
  try {
    return { sent: await untilAborted(signal, channels.send(taken, idempotencyKeyOf(taken), signal)) };
  } catch (error) {
    return { error: failureText(error) };
  }
};
