import { Redis } from 'ioredis';
import type { Log } from './log.ts';
import { within } from './within.ts';

export type RedisOptions = {
  url: string;
  log: Log;
  /** What it is for; its name in CLIENT LIST. */
  name: string;
};

const ANSWER_MS = 2_000;
const CHECK_MS = 10_000;
const READ_ONLY_MS = 5_000;

/** Whether the server is a replica that takes no writes: a failover has moved the master. */
const isReadOnly = (error: Error): boolean => error.message.startsWith('READONLY');

/**
 * A connection to Redis that is opened again for ever. Commands wait for the first connection and for the next try after a loss, then
 * reject; one without an answer for 2 s rejects. What was under way when a connection was lost rejects and is not sent again: whether
 * it was done is not known. A question every 10 s notices a connection that died without a word, and a read-only server is left for
 * whatever its address names next.
 */
export const openRedis = ({ url, log, name }: RedisOptions): { client: Redis; close: () => Promise<void> } => {
  let leftReadOnlyAt = 0;
  const client = new Redis(url, {
    connectionName: name,
    connectTimeout: 5_000,
    commandTimeout: ANSWER_MS,
    keepAlive: CHECK_MS,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    retryStrategy: (failures) => Math.min(1_000, 50 * 2 ** failures) * (0.5 + Math.random() / 2),
    reconnectOnError: (error) => {
      if (!isReadOnly(error) || Date.now() - leftReadOnlyAt < READ_ONLY_MS) return false;
      leftReadOnlyAt = Date.now();
      return true;
    },
  });
  let up = true;
  client.on('error', (error) => {
    if (up) log.warn({ err: error, name }, 'Redis is away');
    up = false;
  });
  client.on('close', () => {
    up = false;
  });
  client.on('ready', () => {
    if (!up) log.info({ name }, 'Redis is back');
    up = true;
  });
  const check = setInterval(() => {
    if (client.status !== 'ready') return;
    within(ANSWER_MS, 'Redis', client.ping()).catch(() => client.disconnect(true));
  }, CHECK_MS);
  check.unref();
  return {
    client,
    close: async () => {
      clearInterval(check);
      if (client.status === 'ready') await within(ANSWER_MS, 'Redis', client.quit()).catch(() => {});
      client.disconnect();
    },
  };
};
