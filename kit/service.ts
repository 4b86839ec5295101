import type { FastifyInstance } from 'fastify';
import type { Language } from '#schema/errors.ts';
import type { ServiceName } from '#schema/services.ts';
import type { CommonConfig, Environment } from './config.ts';
import type { Database, DatabaseOptions } from './database.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import type { Identity, TokenRefusal } from './identity.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Reaction } from './reaction.ts';
import type { Store } from './store/store.ts';

/** What the kit gives every service; a service's own `Context` extends it. Clock and ids come from here, so tests decide them. */
export type ServiceContext<Config extends CommonConfig = CommonConfig> = {
  name: ServiceName;
  config: Config;
  log: Log;
  metrics: Metrics;
  now: () => Date;
  /** A new UUID. */
  newId: () => string;
  database: Database;
  /** `database.transaction`. */
  transaction: Database['transaction'];
  store: Store;
  doorbell: Doorbell;
  live: Live;
  /** Disposes something when the service stops, in reverse order. */
  onClose: (dispose: () => void | Promise<void>) => void;
};

/** What one request adds to the context. */
export type Request = {
  identity: Identity | null;
  /** Why the token that came was not accepted; null when none came or it was. */
  tokenRefused: TokenRefusal | null;
  /** Whom limits by address count (`kit/client-network.ts`): an IPv4 address, an IPv6 /64; null for callers inside. */
  clientAddress: string | null;
  /** Of messages for people. */
  language: Language;
  /** Aborts when who asked has left; not given for every request. */
  signal?: AbortSignal;
};

/** Something done every so often, by one replica at a time. */
export type Task<Context> = {
  name: string;
  intervalMs: number;
  /** Milliseconds after the start until the first run; the interval by default. */
  firstMs?: number;
  /** `signal` aborts when the service stops, which waits for the run's end, and when another replica may run it. */
  run: (context: Context, signal?: AbortSignal) => Promise<void>;
};

/** A service: nothing but composition. `startService` runs it, alone or beside others in one process. */
export type ServiceDefinition<
  Config extends CommonConfig = CommonConfig,
  Context extends ServiceContext<Config> = ServiceContext<Config>,
> = {
  name: ServiceName;
  /** @throws ConfigError */
  readConfig: (environment: Environment) => Config & { PORT: number };
  entities?: DatabaseOptions['entities'];
  migrations?: DatabaseOptions['migrations'];
  /** Builds the service's own parts in order; tests and other composition roots may replace some of them. */
  createContext: (kit: ServiceContext<Config>, overrides?: Partial<Context>) => Context | Promise<Context>;
  /** Absent for a service without a schema of its own. */
  graph?: {
    /** Where `schema.graphql` is. */
    schema: URL;
    resolvers: object;
    /** DataLoaders of one request; `ctx.load` in resolvers. */
    createLoaders?: (context: Context & Request) => object;
  };
  reactions?: readonly Reaction<Context>[];
  tasks?: readonly Task<Context>[];
  /** HTTP beside GraphQL: paths the gateway passes on to this service, or serves itself when both are one process. */
  routes?: (app: FastifyInstance, context: Context) => void;
};

/** Declares a service; infers its configuration and context. */
export const defineService = <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  definition: ServiceDefinition<Config, Context>,
): ServiceDefinition<Config, Context> => definition;
