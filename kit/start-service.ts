import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Adapters } from './adapters.ts';
import { clientNetwork } from './client-network.ts';
import type { CommonConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { countPublished, exportDeliveryMetrics } from './delivery-metrics.ts';
import { formatGraphQLError } from './format-error.ts';
import { createTokenVerifier } from './identity.ts';
import { createInbox } from './inbox.ts';
import { startInboxWorker } from './inbox-worker.ts';
import { languageOf } from './language.ts';
import { createLive } from './live.ts';
import { createLog } from './log.ts';
import { startRelay } from './relay.ts';
import { every } from './scheduler.ts';
import type { Request, ServiceContext, ServiceDefinition } from './service.ts';
import { createSubgraph, type SubgraphHeaders } from './subgraph.ts';
import { within } from './within.ts';

/** A probe of Kubernetes waits for 4 s. */
const DATABASE_MS = 3_000;

/** A service that runs. */
export type RunningService<Context> = {
  name: string;
  context: Context;
  /** Null for a service without a schema. */
  subgraph: ReturnType<typeof createSubgraph> | null;
  routes: (app: FastifyInstance) => void;
  /** Rejects, naming what is away, when the service could not do all of its work. */
  checkReady: () => Promise<void>;
  /** Rejects, naming it, when the service could answer nothing: its database is away. */
  checkServing: () => Promise<void>;
  /** Ends consumers, tasks, relay and connections, in reverse order of their start; work under way is finished first. */
  close: () => Promise<void>;
};

/**
 * Starts a service on the process's adapters: database and migrations, context, graph, then delivery (relay, inbox, workers) and tasks.
 * What was begun is closed again when a later step fails.
 */
export const startService = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  definition: ServiceDefinition<Config, Context>,
  config: Config,
  adapters: Adapters,
  overrides?: Partial<Context>,
): Promise<RunningService<Context>> => {
  const disposals: (() => void | Promise<void>)[] = [];
  const onClose = (dispose: () => void | Promise<void>): void => void disposals.push(dispose);
  const log = createLog(config.LOG_LEVEL, definition.name);
  const close = async (): Promise<void> => {
    for (const dispose of disposals.splice(0).reverse()) {
      await Promise.resolve()
        .then(dispose)
        .catch((error: unknown) => log.warn({ err: error }, 'something did not close'));
    }
  };
  try {
    const kit = await createServiceContext(definition, config, adapters, onClose);
    const context = await definition.createContext(kit, overrides);
    const subgraph = await openGraph(definition, context, adapters);
    await startDelivery(definition, context, adapters);
    for (const { name, run, ...times } of definition.tasks ?? []) {
      const task = every({ name: `${definition.name}:${name}`, ...times, database: context.database, log, clock: context.now }, (signal) =>
        run(context, signal),
      );
      onClose(() => task.stop());
    }
    return {
      name: definition.name,
      context,
      subgraph,
      routes: (app) => definition.routes?.(app, context),
      checkReady: () => reach(readyChecks(context, adapters)),
      checkServing: () => reach({ database: () => within(DATABASE_MS, 'The database', context.database.ping()) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const createServiceContext = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  { name, entities, migrations }: ServiceDefinition<Config, Context>,
  config: Config,
  { databaseUrl, doorbell, store, metrics }: Adapters,
  onClose: ServiceContext['onClose'],
): Promise<ServiceContext<Config>> => {
  const log = createLog(config.LOG_LEVEL, name);
  const database = await openDatabase({
    url: databaseUrl,
    schema: name,
    entities,
    migrations,
    ring: doorbell.ring,
    onError: (error) => log.error({ err: error }, 'an action after a commit failed'),
  });
  onClose(database.close);
  await database.migrate();
  const now = (): Date => new Date();
  return {
    name,
    config,
    log,
    metrics,
    now,
    database,
    store,
    doorbell,
    onClose,
    newId: randomUUID,
    transaction: database.transaction,
    live: createLive({ doorbell, clock: now, log }),
  };
};

const openGraph = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  { name, graph }: ServiceDefinition<Config, Context>,
  context: Context,
  { keys }: Adapters,
): Promise<ReturnType<typeof createSubgraph> | null> => {
  if (!graph) return null;
  const verify = createTokenVerifier(keys, context.now);
  const contextFor = async (headers: SubgraphHeaders, signal?: AbortSignal): Promise<() => object> => {
    const { identity, refused, cause } = await verify(headers.authorization);
    if (cause) context.log.warn({ err: cause }, 'the keys of access tokens cannot be fetched');
    const request: Request = {
      identity,
      tokenRefused: headers['x-token-refused'] ?? refused,
      clientAddress: headers['x-client-address'] === undefined ? null : clientNetwork(headers['x-client-address']),
      language: languageOf(headers['accept-language']),
      signal,
    };
    return () => {
      const requestContext = { ...context, ...request };
      return Object.assign(requestContext, { load: graph.createLoaders?.(requestContext) ?? {} });
    };
  };
  return createSubgraph({
    name,
    typeDefs: await readFile(graph.schema, 'utf8'),
    resolvers: graph.resolvers,
    contextFor,
    formatError: (error, headers) =>
      formatGraphQLError(error, context.log, languageOf(headers['accept-language']), headers['x-request-id']),
  });
};

const startDelivery = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  { name, reactions = [] }: ServiceDefinition<Config, Context>,
  context: Context,
  { bus, doorbell }: Adapters,
): Promise<void> => {
  const { database, store, log, onClose } = context;
  const relay = startRelay({ database, bus, log, onPublished: countPublished(context) });
  database.onPublished(relay.wake);
  onClose(relay.stop);
  if (reactions.length > 0) {
    const worker = startInboxWorker({ database, reactions, context, group: name, doorbell, log, checkNeeds: store.ping });
    const inbox = createInbox({ database, reactions, onPut: worker.wake });
    onClose(worker.stop);
    const topics = [...new Set(reactions.flatMap(({ on }) => on.map(({ type }) => type)))];
    const membership = await bus.join({ name, topics, inbox });
    onClose(membership.leave);
  }
  exportDeliveryMetrics(context);
};

type Checks = Readonly<Record<string, () => Promise<void>>>;

const readyChecks = ({ database, store, doorbell }: ServiceContext, { bus }: Adapters): Checks => ({
  database: database.ping,
  store: store.ping,
  doorbell: doorbell.ping,
  bus: bus.ping,
});

const reach = async (checks: Checks): Promise<void> => {
  const results = await Promise.allSettled(Object.values(checks).map((check) => check()));
  const away = Object.keys(checks).filter((_, index) => results[index]?.status === 'rejected');
  if (away.length > 0) throw new Error(`Not reachable: ${away.join(', ')}.`);
};
