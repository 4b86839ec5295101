import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import { answeredClients } from '../answered-client.ts';
import { within } from '../within.ts';
import { type Doorbell, ringTrace } from './doorbell.ts';
import { createListeners } from './listeners.ts';
import { keepListening } from './postgres-listening.ts';

export type PostgresDoorbellOptions = {
  url: string;
  log: Logger;
  /** Parts the bells of several installations in one database; empty by default. */
  prefix?: string;
};

const COALESCE_MS = 5;
const PING_MS = 2_000;
const PAYLOAD_BYTES = 1_000;

const RING = 'select pg_notify($1, bell) from unnest($2::text[]) bell';

/**
 * The doorbell over LISTEN/NOTIFY (spec §3): one connection a process listens on one channel for all bells, whose names are the
 * payload. Connects in the background and again after a loss. Rings go out over a pool of one, a few milliseconds' worth a statement.
 */
export const createPostgresDoorbell = ({ url, log, prefix = '' }: PostgresDoorbellOptions): Doorbell => {
  const channel = `${prefix}doorbell`;
  const listeners = createListeners(log);
  const listening = keepListening({
    url,
    channel,
    log,
    onPayload: (payload) => listeners.ring(...bellOf(payload)),
    onRestored: listeners.ringAll,
  });
  const pool = ringPool(url, log);

  const send = (bells: string[]) => pool.query({ name: 'ring', text: RING, values: [channel, bells] });
  const waiting = new Map<string, string>();
  let sending: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    await new Promise((resume) => setTimeout(resume, COALESCE_MS));
    while (waiting.size > 0) {
      const bells = [...waiting].map(([bell, trace]) => (trace ? `${bell}\n${trace}` : bell));
      waiting.clear();
      await send(bells)
        .catch(() => send(bells))
        .catch((error) => log.warn({ err: error, bells: bells.length }, 'bells could not be rung'));
    }
    sending = undefined;
  };

  return {
    ring: (...bells) => {
      const trace = ringTrace();
      for (const bell of bells) waiting.set(payloadOf(bell), trace);
      if (waiting.size > 0) sending ??= flush();
    },
    listen: async (bell, onRing) => {
      const stop = listeners.add(payloadOf(bell), onRing);
      try {
        await listening.begun();
        return stop;
      } catch (error) {
        stop();
        throw error;
      }
    },
    ping: () => within(PING_MS, 'The doorbell', listening.ping()),
    close: async () => {
      await sending;
      await Promise.all([listening.close(), pool.ending ? undefined : pool.end()]);
    },
  };
};

/** NOTIFY takes 7,999 bytes at most; a bell with a long name travels as its hash. */
const payloadOf = (bell: string): string =>
  Buffer.byteLength(bell) <= PAYLOAD_BYTES ? bell : `sha256:${createHash('sha256').update(bell).digest('hex')}`;

const TRACED = /^(.*)\n(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})$/s;

/** The bell in a payload, and the trace of the change if the ring names it. */
const bellOf = (payload: string): [bell: string, trace: string] => {
  const [, bell = payload, trace = ''] = TRACED.exec(payload) ?? [];
  return [bell, trace];
};

const ringPool = (connectionString: string, log: Logger): pg.Pool => {
  const pool = new pg.Pool({
    Client: answeredClients(),
    connectionString,
    application_name: 'madang-doorbell-ring',
    max: 1,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', (error) => log.debug({ err: error }, 'the doorbell lost an idle connection'));
  return pool;
};
