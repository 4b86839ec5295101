import { startTcpProxy, type TcpProxy, through } from '#kit/testing/tcp-proxy.ts';
import { startTestKafka } from '#kit/testing/test-kafka.ts';
import { startTestPostgres } from '#kit/testing/test-postgres.ts';
import { startTestRedis } from '#kit/testing/test-redis.ts';
import type { ServerName } from './targets.ts';

/** A server that can be killed, frozen and cut off. */
export type Server = {
  /** Ends it with SIGKILL, as a crash would. */
  kill: () => Promise<void>;
  /** Starts it again on its data; resolves when it answers. */
  start: () => Promise<void>;
  /** All its processes, the first one first. */
  pids: () => Promise<number[]>;
  proxy: TcpProxy;
};

/** What Madang runs on, each behind a proxy. */
export type Servers = Record<ServerName, Server> & {
  /** `DATABASE_URL`, `REDIS_URL` and `KAFKA_BROKERS`, by way of the proxies. */
  environment: Record<'DATABASE_URL' | 'REDIS_URL' | 'KAFKA_BROKERS', string>;
  /** PostgreSQL without the proxy, for who checks. */
  databaseUrl: string;
  stop: () => Promise<void>;
};

/** Starts PostgreSQL, Redis and Kafka of this run's own, with proxies before them. */
export const startServers = async (): Promise<Servers> => {
  const ports: Record<ServerName, number> = { postgres: 0, redis: 0, kafka: 0 };
  const proxies = {
    postgres: await startTcpProxy(() => ports.postgres),
    redis: await startTcpProxy(() => ports.redis),
    kafka: await startTcpProxy(() => ports.kafka),
  };
  const [postgres, redis, kafka] = await Promise.all([startTestPostgres(), startTestRedis(), startTestKafka(proxies.kafka.port)]);
  Object.assign(ports, { postgres: postgres.port, redis: Number(new URL(redis.url).port), kafka: kafka.port });
  return {
    postgres: { kill: postgres.kill, start: postgres.start, pids: postgres.pids, proxy: proxies.postgres },
    redis: { kill: redis.kill, start: redis.start, pids: async () => [redis.pid()], proxy: proxies.redis },
    kafka: { kill: kafka.kill, start: kafka.start, pids: async () => [kafka.pid()], proxy: proxies.kafka },
    environment: {
      DATABASE_URL: through(postgres.url, proxies.postgres),
      REDIS_URL: through(redis.url, proxies.redis),
      KAFKA_BROKERS: kafka.brokers,
    },
    databaseUrl: postgres.url,
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop(), kafka.stop()]);
      await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
    },
  };
};
