import type { Bus } from './bus/bus.ts';
import { createKafkaBus } from './bus/kafka.ts';
import type { KafkaSettings } from './bus/kafka-driver.ts';
import { createKafkaJsDriver } from './bus/kafkajs.ts';
import { createLocalBus } from './bus/local.ts';
import { createPlatformaticDriver } from './bus/platformatic.ts';
import type { CommonConfig } from './config.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import { createPostgresDoorbell } from './doorbell/postgres.ts';
import { createRedisDoorbell } from './doorbell/redis.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { remoteKeys, type TokenKeys } from './identity.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createPostgresStore } from './store/postgres.ts';
import { createRedisStore } from './store/redis.ts';
import type { Store } from './store/store.ts';

/** What a process runs on (spec §1): chosen here from the configuration, shared by all services of the process. */
export type Adapters = {
  databaseUrl: string;
  store: Store;
  doorbell: Doorbell;
  bus: Bus;
  metrics: Metrics;
  /** The public keys of access tokens. */
  keys: TokenKeys;
  /** What runs on what, for people. */
  description: Record<'database' | 'store' | 'doorbell' | 'bus', string>;
  close(): Promise<void>;
};

/**
 * Opens the process's adapters: the embedded PostgreSQL unless DATABASE_URL names another, store and doorbell on REDIS_URL or else on it,
 * the bus on KAFKA_BROKERS or else on it. Redis and Kafka need not be up.
 */
export const openAdapters = async (config: CommonConfig, log: Log): Promise<Adapters> => {
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.DATA_DIR);
  const databaseUrl = config.DATABASE_URL ?? (embedded?.url as string);
  const metrics = createMetrics();
  const doorbell = openDoorbell(config, databaseUrl, log);
  const store = config.REDIS_URL ? createRedisStore({ url: config.REDIS_URL, log }) : createPostgresStore({ url: databaseUrl, log });
  const bus = openBus(config, databaseUrl, doorbell, metrics, log);
  return {
    databaseUrl,
    store,
    doorbell,
    bus,
    metrics,
    keys: remoteKeys(config.JWKS_URL),
    description: {
      database: embedded ? `embedded PostgreSQL in ${embedded.home}` : 'PostgreSQL at DATABASE_URL',
      store: config.REDIS_URL ? 'Redis at REDIS_URL' : 'PostgreSQL',
      doorbell: config.REDIS_URL ? 'Redis pub/sub' : 'PostgreSQL LISTEN/NOTIFY',
      bus: config.KAFKA_BROKERS ? `Kafka at ${config.KAFKA_BROKERS.join(', ')}` : 'local, through PostgreSQL',
    },
    close: async () => {
      await bus.close();
      await store.close();
      await doorbell.close();
      await embedded?.release();
    },
  };
};

const openDoorbell = ({ REDIS_URL, TOPIC_PREFIX }: CommonConfig, databaseUrl: string, log: Log): Doorbell =>
  REDIS_URL ? createRedisDoorbell({ url: REDIS_URL, prefix: TOPIC_PREFIX, log }) : createPostgresDoorbell({ url: databaseUrl, log });

const openBus = (config: CommonConfig, databaseUrl: string, doorbell: Doorbell, metrics: Metrics, log: Log): Bus => {
  const prefix = config.TOPIC_PREFIX;
  const settings = kafkaSettings(config);
  if (!settings) return createLocalBus({ url: databaseUrl, prefix, doorbell, log });
  const createDriver = config.KAFKA_CLIENT === 'platformatic' ? createPlatformaticDriver : createKafkaJsDriver;
  return createKafkaBus({ driver: createDriver(settings, log), prefix, metrics, log });
};

const kafkaSettings = (config: CommonConfig): KafkaSettings | null =>
  config.KAFKA_BROKERS
    ? {
        brokers: config.KAFKA_BROKERS,
        tls: config.KAFKA_TLS,
        sasl: config.KAFKA_SASL_MECHANISM
          ? {
              mechanism: config.KAFKA_SASL_MECHANISM,
              username: config.KAFKA_SASL_USERNAME ?? '',
              password: config.KAFKA_SASL_PASSWORD ?? '',
            }
          : null,
        partitions: config.KAFKA_PARTITIONS,
        replication: config.KAFKA_REPLICATION,
      }
    : null;
