import type { Log } from '../log.ts';
import { openRedis } from '../redis.ts';
import { within } from '../within.ts';
import { type Doorbell, ringTrace } from './doorbell.ts';
import { createListeners } from './listeners.ts';
import { keepHearing } from './redis-hearing.ts';

export type RedisDoorbellOptions = {
  url: string;
  log: Log;
  /** `TOPIC_PREFIX`: parts the bells of several installations on one Redis. */
  prefix?: string;
};

const COALESCE_MS = 5;
const PING_MS = 2_000;

/**
 * The doorbell over Redis pub/sub (spec §3): a channel a bell, so that a process hears only the bells that it listens to. One connection
 * listens, one rings. After a loss all bells are subscribed again and then rung.
 */
export const createRedisDoorbell = ({ url, log, prefix = '' }: RedisDoorbellOptions): Doorbell => {
  const channelOf = (bell: string): string => `${prefix}bell:${bell}`;
  const listeners = createListeners(log);
  const hearing = keepHearing(url, listeners, log);
  const ringing = openRedis({ url, log, name: 'madang-doorbell-ring' });
  const waiting = new Map<string, string>();
  let sending: Promise<void> | undefined;

  const send = async (channels: readonly (readonly [channel: string, trace: string])[]): Promise<void> => {
    await Promise.all(channels.map(([channel, trace]) => ringing.client.publish(channel, trace)));
  };
  const flush = async (): Promise<void> => {
    while (waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, COALESCE_MS));
      const channels = [...waiting];
      waiting.clear();
      await send(channels)
        .catch(() => send(channels))
        .catch((error: unknown) => log.warn({ err: error, bells: channels.length }, 'bells could not be rung'));
    }
    sending = undefined;
  };

  return {
    ring: (...bells) => {
      const trace = ringTrace();
      for (const bell of bells) waiting.set(channelOf(bell), trace);
      if (waiting.size > 0) sending ??= flush();
    },
    listen: async (bell, onRing) => {
      const channel = channelOf(bell);
      const remove = listeners.add(channel, onRing);
      const stop = (): void => {
        remove();
        hearing.leave(channel);
      };
      try {
        await hearing.begin(channel);
        return stop;
      } catch (error) {
        stop();
        throw error;
      }
    },
    ping: async () => void (await within(PING_MS, 'The doorbell', Promise.all([hearing.ping(), ringing.client.ping()]))),
    close: async () => {
      await sending;
      await Promise.all([hearing.close(), ringing.close()]);
    },
  };
};
