import type { JWTVerifyGetKey } from 'jose';
import type { Bus } from './bus/bus.ts';
import { createLocalBus } from './bus/local.ts';
import type { CommonConfig } from './config.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import { createPostgresDoorbell } from './doorbell/postgres.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { remoteKeys } from './identity.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createPostgresStore } from './store/postgres.ts';
import type { Store } from './store/store.ts';

/** What a process runs on (spec §1): chosen here from the configuration, shared by all services of the process. */
export type Adapters = {
  databaseUrl: string;
  store: Store;
  doorbell: Doorbell;
  bus: Bus;
  metrics: Metrics;
  /** The public keys of access tokens. */
  keys: JWTVerifyGetKey;
  /** What runs on what, for people. */
  description: Record<'database' | 'store' | 'doorbell' | 'bus', string>;
  close(): Promise<void>;
};

/** Opens the process's adapters: the embedded PostgreSQL unless DATABASE_URL names another, and store, doorbell and bus on it. */
export const openAdapters = async (config: CommonConfig, log: Log): Promise<Adapters> => {
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.DATA_DIR);
  const databaseUrl = config.DATABASE_URL ?? (embedded?.url as string);
  const doorbell = createPostgresDoorbell({ url: databaseUrl, log });
  const store = createPostgresStore({ url: databaseUrl, log });
  const bus = createLocalBus({ url: databaseUrl, prefix: config.TOPIC_PREFIX, doorbell, log });
  return {
    databaseUrl,
    store,
    doorbell,
    bus,
    metrics: createMetrics(),
    keys: remoteKeys(config.JWKS_URL),
    description: {
      database: embedded ? `embedded PostgreSQL in ${config.DATA_DIR}` : 'PostgreSQL at DATABASE_URL',
      store: 'PostgreSQL',
      doorbell: 'PostgreSQL LISTEN/NOTIFY',
      bus: 'local, through PostgreSQL',
    },
    close: async () => {
      await bus.close();
      await store.close();
      await doorbell.close();
      await embedded?.release();
    },
  };
};
