import type { Log } from '../log.ts';
import { openRedisToListen } from '../redis.ts';
import type { Listeners } from './listeners.ts';

export type Hearing = {
  /** Resolves when the channel is subscribed to; waits while the connection is being restored, rejects after `close`. */
  begin(channel: string): Promise<void>;
  /** Ends the subscription when nobody listens to the channel any more. */
  leave(channel: string): void;
  /** Asks the server over the listening connection; rejects when it is not up. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

const PAUSE_MS = 50;

/** Holds one connection that is subscribed to the channels of `listeners`; after a loss it subscribes to all again and then rings them. */
export const keepHearing = (url: string, listeners: Listeners, log: Log): Hearing => {
  const { client, close } = openRedisToListen({ url, log, name: 'madang-doorbell' });
  const closed = new AbortController();
  let wasReady = false;

  const restore = async (): Promise<void> => {
    const again = wasReady;
    wasReady = true;
    const channels = listeners.bells();
    if (channels.length > 0) await client.subscribe(...channels);
    if (again) listeners.ringAll();
  };
  client.on('message', (channel, trace) => listeners.ring(channel, trace));
  client.on('ready', () => {
    restore().catch((error: unknown) => {
      log.warn({ err: error }, 'the doorbell could not listen again');
      if (!closed.signal.aborted) client.disconnect(true);
    });
  });

  const readyOrClosed = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = client.status === 'ready' ? setTimeout(resolve, PAUSE_MS) : undefined;
    const done = (): void => resolve();
    client.once('ready', done);
    closed.signal.addEventListener('abort', done, { once: true });
    await promise;
    clearTimeout(timer);
    client.off('ready', done);
    closed.signal.removeEventListener('abort', done);
  };

  return {
    begin: async (channel) => {
      while (!closed.signal.aborted) {
        try {
          await client.subscribe(channel);
          return;
        } catch {
          if (!closed.signal.aborted) await readyOrClosed();
        }
      }
      throw new Error('The doorbell is closed.');
    },
    leave: (channel) => {
      if (listeners.has(channel) || client.status !== 'ready') return;
      client.unsubscribe(channel).catch((error: unknown) => log.debug({ err: error }, 'a channel could not be left'));
    },
    ping: async () => {
      if (client.status !== 'ready') throw new Error('The doorbell is not connected.');
      await client.ping();
    },
    close: () => {
      closed.abort();
      return close();
    },
  };
};
