import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { AnsweredClient } from '../answered-client.ts';

export type ListeningOptions = {
  url: string;
  channel: string;
  log: Logger;
  onPayload: (payload: string) => void;
  /** After a lost connection is back: notifications may have been missed. */
  onRestored: () => void;
};

export type Listening = {
  /** Resolves when the connection listens; waits while it is being restored, rejects after `close`. */
  begun(): Promise<void>;
  /** Asks the server over the listening connection; rejects when it is not up. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

type Connected = { client: pg.Client; lost: Promise<unknown>; ask: () => Promise<void> };

const CHECK_MS = 10_000;
const ANSWER_MS = 5_000;
const BACKOFF_MS = { first: 50, most: 5_000 };

/**
 * Holds one connection that listens on a channel, and opens it again for ever when it is lost (backoff 50 ms to 5 s, jittered). A
 * query every 10 s notices a connection that died without a word.
 */
export const keepListening = ({ url, channel, log, onPayload, onRestored }: ListeningOptions): Listening => {
  const closing = new AbortController();
  let begun = Promise.withResolvers<void>();
  begun.promise.catch(() => {});
  let present: Connected | undefined;

  const connect = async (): Promise<Connected> => {
    const client = openClient(url);
    const lost = new Promise((resolve) => client.on('error', resolve).on('end', () => resolve(undefined)));
    client.on('notification', ({ payload }) => onPayload(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
    return { client, lost, ask: oneAtATime(async () => void (await client.query('select 1'))) };
  };

  const serve = async (connected: Connected): Promise<void> => {
    const { client, lost, ask } = connected;
    present = connected;
    const check = setInterval(() => ask().catch(() => client.end().catch(() => {})), CHECK_MS);
    begun.resolve();
    const reason = await Promise.race([lost, aborted(closing.signal)]);
    clearInterval(check);
    present = undefined;
    await client.end().catch(() => {});
    if (closing.signal.aborted) return;
    begun = Promise.withResolvers<void>();
    begun.promise.catch(() => {});
    log.warn({ err: reason }, 'the doorbell lost its connection and opens it again');
  };

  const run = async (): Promise<void> => {
    let wasUp = false;
    for (let failures = 0; !closing.signal.aborted; ) {
      try {
        const connected = await connect();
        if (wasUp || failures > 0) onRestored();
        wasUp = true;
        failures = 0;
        await serve(connected);
      } catch (error) {
        log.warn({ err: error }, 'the doorbell could not connect');
        failures++;
      }
      await pause(backoff(failures), undefined, { signal: closing.signal }).catch(() => {});
    }
    begun.reject(new Error('The doorbell is closed.'));
  };
  const running = run();

  return {
    begun: () => (closing.signal.aborted ? Promise.reject(new Error('The doorbell is closed.')) : begun.promise),
    ping: async () => {
      if (!present) throw new Error('The doorbell is not connected.');
      await present.ask();
    },
    close: async () => {
      closing.abort();
      await running;
    },
  };
};

const backoff = (failures: number): number => Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** failures) * (0.5 + Math.random() / 2);

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

/** Those who ask while a question is under way share its answer: a connection takes one at a time. */
const oneAtATime = (question: () => Promise<void>): (() => Promise<void>) => {
  let asking: Promise<void> | undefined;
  return () => {
    asking ??= question().finally(() => {
      asking = undefined;
    });
    return asking;
  };
};

const openClient = (connectionString: string): pg.Client =>
  new AnsweredClient({
    connectionString,
    application_name: 'madang-doorbell',
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: CHECK_MS,
  });
