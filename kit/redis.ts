import { type RedisOptions as ClientOptions, Cluster, Redis } from 'ioredis';
import type { Log } from './log.ts';
import { within } from './within.ts';

export type RedisOptions = {
  /** `redis://` or `rediss://` (TLS), with the user, password and database number if there are any; several, separated by commas, for a cluster. */
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

const clientOptions = (name: string): ClientOptions => {
  let leftReadOnlyAt = 0;
  return {
    connectionName: name,
    connectTimeout: 5_000,
    commandTimeout: ANSWER_MS,
    keepAlive: CHECK_MS,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    retryStrategy: pauseMs,
    reconnectOnError: (error) => {
      if (!isReadOnly(error) || Date.now() - leftReadOnlyAt < READ_ONLY_MS) return false;
      leftReadOnlyAt = Date.now();
      return true;
    },
  };
};

const pauseMs = (failures: number): number => Math.min(1_000, 50 * 2 ** failures) * (0.5 + Math.random() / 2);

/** A server, or a cluster when there are several URLs: their nodes know the others. */
const connect = (url: string, name: string): Redis | Cluster => {
  const { nodes, access } = addressOf(url);
  if (nodes.length === 1) return new Redis(url, clientOptions(name));
  const { retryStrategy: _, ...options } = clientOptions(name);
  return new Cluster(nodes, {
    redisOptions: { ...options, ...access },
    clusterRetryStrategy: pauseMs,
    retryDelayOnFailover: 0,
    slotsRefreshTimeout: ANSWER_MS,
    slotsRefreshInterval: CHECK_MS,
  });
};

/** A server, or one of a cluster's nodes: at each loss it is the next one's turn. */
const connectToOne = (url: string, name: string): Redis => {
  const { nodes, access } = addressOf(url);
  if (nodes.length === 1) return new Redis(url, clientOptions(name));
  let turn = Math.floor(Math.random() * nodes.length);
  const next = (): Node => nodes[turn++ % nodes.length] as Node;
  const retryStrategy = (failures: number): number => {
    Object.assign(client.options, next());
    return pauseMs(failures);
  };
  const client = new Redis({ ...clientOptions(name), ...access, ...next(), retryStrategy });
  return client;
};

type Node = { host: string; port: number };

/** The nodes that `REDIS_URL` names; user, password and TLS are the first one's. */
const addressOf = (text: string): { nodes: Node[]; access: Pick<ClientOptions, 'username' | 'password' | 'tls'> } => {
  const urls = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((url) => new URL(url));
  const { username, password, protocol } = urls[0] as URL;
  return {
    nodes: urls.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
    access: {
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  };
};

export type Opened<Client> = { client: Client; close: () => Promise<void> };

/**
 * A connection to Redis that is opened again for ever. Commands wait for the first connection and for the next try after a loss, then
 * reject; one without an answer for 2 s rejects. What was under way when a connection was lost rejects and is not sent again: whether
 * it was done is not known. A question every 10 s notices a connection that died without a word, and a read-only server is left for
 * whatever its address names next.
 */
export const openRedis = ({ url, log, name }: RedisOptions): Opened<Redis | Cluster> => keepOpen(connect(url, name), log, name);

/**
 * The same to listen over. In a cluster that is a connection to one node, since each passes on what is published at any. The client of a
 * cluster would keep such a connection too, but ask nothing over it, and open another without a word.
 */
export const openRedisToListen = ({ url, log, name }: RedisOptions): Opened<Redis> => keepOpen(connectToOne(url, name), log, name);

const keepOpen = <Client extends Redis | Cluster>(client: Client, log: Log, name: string): Opened<Client> => {
  let up = true;
  const away = (err?: Error): void => {
    if (up) log.warn({ err, connection: name }, 'Redis is away');
    up = false;
  };
  client.on('error', away);
  client.on('close', () => away());
  client.on('ready', () => {
    if (!up) log.info({ connection: name }, 'Redis is back');
    up = true;
  });
  const check = setInterval(() => {
    for (const one of client instanceof Cluster ? client.nodes() : [client as Redis]) {
      if (one.status === 'ready') within(ANSWER_MS, 'Redis', one.ping()).catch(() => one.disconnect(true));
    }
  }, CHECK_MS);
  check.unref();
  return {
    client,
    close: async () => {
      clearInterval(check);
      up = false;
      if (client.status === 'ready') await within(ANSWER_MS, 'Redis', client.quit()).catch(() => {});
      client.disconnect();
    },
  };
};
