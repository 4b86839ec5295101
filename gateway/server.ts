import type { IncomingMessage } from 'node:http';
import { type FastifyInstance, fastify } from 'fastify';
import type { Doorbell } from '#kit/doorbell/doorbell.ts';
import { createTokenVerifier, type TokenKeys } from '#kit/identity.ts';
import type { Log } from '#kit/log.ts';
import { maskFailures } from '#kit/mask-failures.ts';
import type { Metrics } from '#kit/metrics.ts';
import { createParting } from '#kit/parting.ts';
import { requestTimings } from '#kit/request-metrics.ts';
import { listenHost, serveOperations } from '#kit/run-service.ts';
import type { Store } from '#kit/store/store.ts';
import { observe } from '#kit/timings.ts';
import { endUnaskedConnections } from '#kit/unasked-connections.ts';
import { onlyWebSockets } from '#kit/upgrades.ts';
import type { GatewayConfig } from './config.ts';
import { type GatewayHealthOptions, gatewayHealth } from './gateway-health.ts';
import { startApollo } from './http/apollo.ts';
import { createConnections } from './http/connections.ts';
import { allowOrigins } from './http/cors.ts';
import { serveExplorer } from './http/explorer.ts';
import { serveGraphQL } from './http/graphql-routes.ts';
import { createHeartbeats } from './http/heartbeats.ts';
import { createQuickRequests, jsonParser, quickFirst } from './http/quick-requests.ts';
import { endQuietConnections } from './http/quiet-connections.ts';
import { serveSingleConnections } from './http/sse-single-connection.ts';
import { clientAddress, serveWebSockets } from './http/websocket.ts';
import { createIdentify } from './identity.ts';
import { createLiveMetrics } from './live/live-metrics.ts';
import { createOperations, type OperationsOptions } from './operations.ts';
import { createRateLimits } from './protection/rate-limits.ts';
import { type TrustedDocuments, trustDocuments } from './protection/trusted-documents.ts';
import { createRevocations } from './revocations.ts';
import type { DataSource } from './sources/data-source.ts';
import { createDeadlines } from './sources/deadline.ts';
import { createSubgraphSources, type NamedSubgraph } from './sources/subgraph-sources.ts';
import { loadSupergraph, type Supergraph } from './supergraph.ts';
import { measureFetches } from './telemetry/measure-fetches.ts';
import { createOperationMetrics } from './telemetry/operation-metrics.ts';
import { traceFetches } from './telemetry/trace-fetches.ts';

export type GatewayOptions = Pick<GatewayHealthOptions, 'checkReady' | 'checkServing' | 'away'> & {
  config: GatewayConfig;
  log: Log;
  metrics: Metrics;
  /** The composed supergraph's SDL. */
  supergraph: string;
  /** Data sources of subgraphs, by name; they stay the caller's to close. */
  subgraphs: Readonly<Record<string, DataSource>>;
  /** Makes the data source of a subgraph that the supergraph names and that is not given; the gateway closes it. */
  createSubgraph?: (subgraph: NamedSubgraph) => DataSource;
  /** The keys of access tokens. */
  keys: TokenKeys;
  store: Store;
  doorbell: Doorbell;
  /** HTTP beside GraphQL: services' own routes, or a proxy to them. Ordinary requests to `/graphql` go past its hooks. */
  routes?: readonly ((app: FastifyInstance) => void)[];
  /** Whether a policy of `@policy` holds; by default none does. */
  policies?: OperationsOptions['policies'];
  /** What clients are known to send; all that they may send when `TRUSTED_DOCUMENTS` is `require`. */
  trusted?: TrustedDocuments;
  live?: OperationsOptions['live'];
  /** Milliseconds after its token's expiry within which a socket or a stream must get a fresh one; 30 s by default. */
  graceMs?: number;
  /** Milliseconds within which a whole request must have come; 30 s by default. */
  requestMs?: number;
  /** Milliseconds after which a connection on which nothing moves is ended; 60 s by default. */
  quietMs?: number;
};

export type Gateway = {
  app: FastifyInstance;
  /** Listens and resolves with the URL; 0 takes a free port. */
  listen(port: number): Promise<string>;
  /**
   * Goes over to another supergraph: running subscriptions are spliced. A broken one is refused and logged; the present one keeps serving.
   */
  adopt(sdl: string): boolean;
  /** Says it is not ready, ends sockets and streams with a reason, spread over `DRAIN_MS`, then requests. */
  close(): Promise<void>;
};

/** Clients that ask all the time have so long to leave with an answer. */
const PART_MS = 2_000;

/** Whether a request has come in time is looked at so often in that time. */
const CHECKS = 6;

/**
 * Builds the gateway: identity → limits → plan → execute or live, behind HTTP, WebSocket and SSE on
 * `/graphql`. Throws for a broken supergraph.
 */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { config, log, graceMs, requestMs = 30_000, quietMs = 60_000 } = options;
  const measured = measureFetches(options.metrics);
  const deadlines = createDeadlines(config.SUBGRAPH_TIMEOUT_MS);
  const sources = createSubgraphSources({
    given: options.subgraphs,
    create: options.createSubgraph,
    wrap: (source) => traceFetches(measured(source.send ? source : deadlines.limit(source))),
  });
  const load = (sdl: string): Supergraph => {
    const supergraph = loadSupergraph(sdl);
    sources.prepare(supergraph.subgraphs);
    return supergraph;
  };
  const supergraph = load(options.supergraph);
  const metrics = createLiveMetrics(options.metrics);
  const connections = createConnections({ metrics, perAddress: config.CONNECTIONS_PER_ADDRESS, drainMs: config.DRAIN_MS });
  const heartbeats = createHeartbeats(config.HEARTBEAT_MS);
  const revocations = createRevocations({ store: options.store, doorbell: options.doorbell, log });
  const identify = createIdentify({ verify: createTokenVerifier(options.keys, () => new Date()), revocations, log });
  const operations = createOperations({
    supergraph,
    subgraphs: sources.byName,
    log,
    timeoutMs: config.OPERATION_TIMEOUT_MS,
    introspection: config.INTROSPECTION,
    limits: config.limits,
    onMutation: revocations.forget,
    policies: options.policies,
    documents: options.trusted,
    trusted: config.TRUSTED_DOCUMENTS === 'require' ? (options.trusted ?? trustDocuments({})) : undefined,
    costLimit: config.COST_LIMIT,
    rateLimits: createRateLimits({
      rates: { perAddress: config.RATE_LIMIT_PER_ADDRESS, perIdentity: config.RATE_LIMIT_PER_IDENTITY },
      store: options.store,
      log,
    }),
    metrics,
    measures: createOperationMetrics(options.metrics, options.trusted?.operationNames),
    live: options.live,
  });
  const apollo = await startApollo({ operations, log, introspection: config.INTROSPECTION, maxTokens: config.limits.tokens });
  const app = fastify({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: requestMs,
    http: { connectionsCheckingInterval: requestMs / CHECKS, ...onlyWebSockets },
    serverFactory: quickFirst(() => quick),
    trustProxy: (_address, hop) => hop < config.TRUSTED_PROXIES,
  });
  const { part, isParting } = createParting(app);
  endUnaskedConnections(app);
  endQuietConnections(app, quietMs);
  maskFailures(app, log);
  const originHeaders = allowOrigins(app, config.CORS_ORIGINS, config.NODE_ENV !== 'production');
  const addressOf = (request: IncomingMessage): string => clientAddress(request, config.TRUSTED_PROXIES);
  const timing = requestTimings(options.metrics)('/graphql', 'POST', 200);
  const quick = createQuickRequests({
    operations,
    identify,
    addressOf,
    parse: jsonParser(app),
    originHeaders,
    isParting,
    observe: (duration) => observe(timing, duration),
  });
  const routes = {
    operations,
    identify,
    revocations,
    connections,
    heartbeats,
    quick,
    operationsPerSocket: config.OPERATIONS_PER_SOCKET,
    graceMs,
  };
  serveOperations(
    app,
    gatewayHealth({ ...options, connections, operations }),
    options.metrics,
    (request) => quick.handedOn(request)?.begun,
  );
  if (config.NODE_ENV !== 'production') serveExplorer(app);
  serveGraphQL(app, { ...routes, apollo });
  serveSingleConnections(app, routes);
  serveWebSockets(app, { ...routes, log, addressOf, initMs: config.SOCKET_INIT_MS });
  for (const addRoutes of options.routes ?? []) addRoutes(app);
  return {
    app,
    listen: (port) => app.listen({ port, host: listenHost(config) }),
    adopt: (sdl) => {
      if (sdl === operations.supergraph.sdl) return true;
      try {
        operations.adopt(load(sdl));
        log.info('the gateway has gone over to another supergraph');
        return true;
      } catch (error) {
        log.error({ err: error }, 'a supergraph was refused; the one before keeps serving');
        return false;
      }
    },
    close: async () => {
      await Promise.all([connections.drain(), part(Math.min(config.DRAIN_MS, PART_MS))]);
      await app.close();
      heartbeats.stop();
      await apollo.stop();
      revocations.close();
      await sources.close();
      deadlines.close();
    },
  };
};
