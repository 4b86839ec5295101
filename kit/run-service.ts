import closeWithGrace from 'close-with-grace';
import { type FastifyInstance, fastify } from 'fastify';
import { type Adapters, openAdapters } from './adapters.ts';
import type { CommonConfig, Environment } from './config.ts';
import { type Health, type Readiness, serveHealth } from './health.ts';
import { createLog, type Log } from './log.ts';
import { maskFailures } from './mask-failures.ts';
import type { Metrics } from './metrics.ts';
import { createParting } from './parting.ts';
import { exportProcessMetrics } from './process-metrics.ts';
import { type BegunOf, measureRequests } from './request-metrics.ts';
import type { ServiceContext, ServiceDefinition } from './service.ts';
import { startRemedy } from './start-remedy.ts';
import { type RunningService, startService } from './start-service.ts';
import { serveSubgraph } from './subgraph-server.ts';
import { startTelemetry } from './telemetry/start-telemetry.ts';
import { endUnaskedConnections } from './unasked-connections.ts';
import { onlyWebSockets } from './upgrades.ts';

/** `/health/…` (`kit/health.ts`) and `/metrics` (spec §1: every process has them). */
export const serveOperations = (app: FastifyInstance, health: Health, metrics: Metrics, begunOf?: BegunOf): void => {
  measureRequests(app, metrics, begunOf);
  serveHealth(app, health, metrics);
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
};

export type ServingService<Context> = RunningService<Context> & { url: string };

/** Starts one service and serves it over HTTP: its graph for the gateway, its routes, health and metrics. */
export const serveService = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  definition: ServiceDefinition<Config, Context>,
  config: Config & { PORT: number },
  adapters: Adapters,
  log: Log,
): Promise<ServingService<Context>> => {
  const service = await startService(definition, config, adapters);
  const app = fastify({ bodyLimit: 4 * 1024 * 1024, forceCloseConnections: 'idle', return503OnClosing: false, http: onlyWebSockets });
  const { part } = createParting(app);
  endUnaskedConnections(app);
  maskFailures(app, log);
  let stopping = false;
  const refuseWhenStopping = (): void => {
    if (stopping) throw new Error('The service stops.');
  };
  const checkReady = async (): Promise<Readiness> => {
    refuseWhenStopping();
    await service.checkReady();
    return { away: [] };
  };
  const checkServing = async (): Promise<void> => {
    refuseWhenStopping();
    await service.checkServing();
  };
  serveOperations(app, { checkReady, checkServing }, adapters.metrics);
  if (service.subgraph) serveSubgraph(app, service.subgraph, config.GATEWAY_SECRET);
  service.routes(app);
  const url = await app.listen({ port: config.PORT, host: listenHost(config) }).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  return {
    ...service,
    url,
    close: async () => {
      stopping = true;
      await part();
      await app.close();
      await service.close();
    },
  };
};

/** Only this machine in development; every address in production, where the network's policy decides. */
export const listenHost = ({ HOST, NODE_ENV }: CommonConfig): string => HOST ?? (NODE_ENV === 'production' ? '0.0.0.0' : '127.0.0.1');

/** The main function of a process that runs one service: reads the environment, serves, and stops on SIGTERM or SIGINT within 10 s. */
export const runService = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  definition: ServiceDefinition<Config, Context>,
  environment: Environment,
): Promise<void> => {
  const config = orExit(() => definition.readConfig(environment));
  const log = createLog(config.LOG_LEVEL, definition.name);
  const stopTelemetry = await startTelemetry(config, definition.name, log);
  const adapters = await startOrExit(() => openAdapters(config, log));
  exportProcessMetrics(adapters.metrics);
  const service = await startOrExit(() =>
    serveService(definition, config, adapters, log).catch(async (error: unknown) => {
      await adapters.close();
      throw error;
    }),
  );
  log.info({ url: service.url, ...adapters.description }, `${definition.name} is ready`);
  closeOnSignal(async () => {
    await service.close();
    await adapters.close();
    await stopTelemetry();
  });
};

/** Runs `close` on SIGTERM, SIGINT or a crash, within 10 s, then exits. */
export const closeOnSignal = (close: () => Promise<void>): void => {
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) process.stderr.write(`${err.stack}\n`);
    await close();
  });
};

/** Reads a configuration, or says what is wrong with it and exits with 1. */
export const orExit = <Config>(read: () => Config): Config => {
  try {
    return read();
  } catch (error) {
    return exitFor(error);
  }
};

/** Starts what a process consists of. When its surroundings prevent that, says what to change and exits with 1. */
export const startOrExit = <Started>(start: () => Promise<Started>): Promise<Started> => start().catch(exitFor);

const exitFor = (error: unknown): never => {
  const remedy = startRemedy(error);
  if (remedy === null) throw error;
  process.stderr.write(`${remedy}\n`);
  process.exit(1);
};
