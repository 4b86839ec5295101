import type { FastifyInstance } from 'fastify';
import { type Adapters, openAdapters } from '#kit/adapters.ts';
import type { Environment } from '#kit/config.ts';
import { createLog, type Log } from '#kit/log.ts';
import { exportProcessMetrics } from '#kit/process-metrics.ts';
import { closeOnSignal, orExit } from '#kit/run-service.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { startTelemetry } from '#kit/telemetry/start-telemetry.ts';
import { type SubgraphName, services } from '#schema/services.ts';
import { type GatewayConfig, readConfig } from './config.ts';
import { type ProxiedPaths, proxyPaths } from './http/proxy.ts';
import { readPolicies } from './protection/policies.ts';
import { readTrustedDocuments } from './protection/trusted-documents.ts';
import { createGateway, type Gateway } from './server.ts';
import { createRemoteSubgraphs } from './sources/remote-subgraphs.ts';
import { createSupergraphSource } from './supergraph-source.ts';

export type ServingGateway = { url: string; close(): Promise<void> };

export type GatewayParts = {
  subgraphs: Readonly<Record<string, Subgraph>>;
  routes: readonly ((app: FastifyInstance) => void)[];
  /** Rejects while something behind the gateway is away; its own adapters are asked in any case. */
  checkReady?: () => Promise<void>;
  /** Rejects while what is behind the gateway in this process cannot answer. */
  checkServing?: () => Promise<void>;
};

/**
 * Serves the supergraph of `SUPERGRAPH_URL` (by default the committed one), and each new one, on the process's adapters: with the given
 * parts in this process; every other subgraph over HTTP, where `{NAME}_URL` or the supergraph says it is.
 */
export const serveGateway = async (config: GatewayConfig, adapters: Adapters, given?: GatewayParts): Promise<ServingGateway> => {
  const log = createLog(config.LOG_LEVEL, 'gateway');
  const parts = given ?? { subgraphs: {}, routes: [servicesPaths(config, log)] };
  const remote = createRemoteSubgraphs(config, log);
  const source = createSupergraphSource({ url: config.SUPERGRAPH_URL, log, pollMs: config.SUPERGRAPH_POLL_MS });
  const gateway = await createGateway({
    config,
    log,
    metrics: adapters.metrics,
    trusted: await readTrustedDocuments(new URL('../schema/operations/', import.meta.url), config.TRUSTED_DOCUMENTS_FILE),
    policies: readPolicies(config.POLICIES_FILE),
    supergraph: await source.read(),
    keys: adapters.keys,
    store: adapters.store,
    doorbell: adapters.doorbell,
    createSubgraph: remote.create,
    away: remote.health.away,
    ...parts,
  });
  const stopWatching = source.watch(gateway.adopt);
  const close = (): Promise<void> => {
    stopWatching();
    remote.health.close();
    return closeAll(gateway, Object.values(parts.subgraphs));
  };
  const url = await gateway.listen(config.PORT).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { url, close };
};

const closeAll = async (gateway: Gateway, subgraphs: readonly Subgraph[]): Promise<void> => {
  await gateway.close();
  await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
};

/** What services serve beside GraphQL, passed on to them. */
const servicesPaths = (config: GatewayConfig, log: Log): ((app: FastifyInstance) => void) => {
  const base = (name: SubgraphName): string =>
    new URL(config[`${name.toUpperCase() as Uppercase<SubgraphName>}_URL`] ?? `http://127.0.0.1:${services[name].port}`).origin;
  const paths: ProxiedPaths = {
    '/images/*': base('content'),
    '/draws/*': base('participation'),
    '/exports/*': base('participation'),
    '/.well-known/jwks.json': base('user'),
  };
  return (app) => proxyPaths(app, paths, config.GATEWAY_SECRET, log);
};

/** The main function of a process that runs the gateway alone; stops on SIGTERM or SIGINT within 10 s. */
export const runGateway = async (environment: Environment): Promise<void> => {
  const config = orExit(() => readConfig(environment));
  const log = createLog(config.LOG_LEVEL, 'gateway');
  const stopTelemetry = await startTelemetry(config, 'gateway', log);
  const adapters = await openAdapters(config, log);
  exportProcessMetrics(adapters.metrics);
  const gateway = await serveGateway(config, adapters);
  log.info({ url: gateway.url, ...adapters.description }, 'gateway is ready');
  closeOnSignal(async () => {
    await gateway.close();
    await adapters.close();
    await stopTelemetry();
  });
};
