import { setTimeout } from 'node:timers/promises';
import type { JWTVerifyGetKey } from 'jose';
import { readConfig as readGatewayConfig } from '#gateway/config.ts';
import { type Adapters, openAdapters } from '#kit/adapters.ts';
import { ConfigError, type Environment } from '#kit/config.ts';
import { remoteKeys } from '#kit/identity.ts';
import { createLog } from '#kit/log.ts';
import { migrateService } from '#kit/migrate-service.ts';
import { exportProcessMetrics } from '#kit/process-metrics.ts';
import { closeOnSignal, runService, startOrExit } from '#kit/run-service.ts';
import type { ServiceDefinition } from '#kit/service.ts';
import { type RunningService, startService } from '#kit/start-service.ts';
import { startTelemetry } from '#kit/telemetry/start-telemetry.ts';

// biome-ignore lint/suspicious/noExplicitAny: services of different contexts stand side by side here; each is checked where it is defined
type AnyService = ServiceDefinition<any, any>;

/** Loaded when they are run, so that a process of one service does not wait for the code of all. */
const services: Record<string, () => Promise<AnyService>> = {
  user: async () => (await import('#subgraphs/user/main.ts')).service,
  event: async () => (await import('#subgraphs/event/main.ts')).service,
  content: async () => (await import('#subgraphs/content/main.ts')).service,
  participation: async () => (await import('#subgraphs/participation/main.ts')).service,
  distribution: async () => (await import('#subgraphs/distribution/main.ts')).service,
  analytics: async () => (await import('#subgraphs/analytics/main.ts')).service,
  ai: async () => (await import('#workers/ai/main.ts')).service,
};

const loadServices = async (): Promise<[string, AnyService][]> =>
  Promise.all(Object.entries(services).map(async ([name, load]): Promise<[string, AnyService]> => [name, await load()]));

/** A Madang in one process. `sampleOwner` makes (or finds) the development account and gives its log-in. */
export type AllInOne = {
  url: string;
  description: Adapters['description'];
  sampleOwner: () => Promise<{ email: string; password: string }>;
  close: () => Promise<void>;
};

/**
 * Starts the gateway, the six subgraphs and the AI worker in this process (spec §1): the gateway calls the subgraphs without HTTP.
 *
 * @param overrides parts to replace in a service's context, by service name
 * @throws ConfigError naming the wrong variables of all of them at once
 */
export const startAllInOne = async (environment: Environment, overrides: Record<string, object> = {}): Promise<AllInOne> => {
  const all = await loadServices();
  const configs = readEvery(environment, all);
  const log = createLog(configs.gateway.LOG_LEVEL, 'madang');
  const stopTelemetry = await startTelemetry(configs.gateway, 'madang', log);
  const opened = await openAdapters(configs.gateway, log);
  exportProcessMetrics(opened.metrics);
  const keys = laterKeys();
  const adapters: Adapters = { ...opened, keys: keys.get };
  const running: RunningService<unknown>[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.close()));
    await opened.close();
    await stopTelemetry();
  };
  try {
    const started = await Promise.allSettled(
      all.map(([name, service]) => startService(service, configs.services[name], adapters, overrides[name])),
    );
    for (const result of started) if (result.status === 'fulfilled') running.push(result.value);
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    const { serveGateway } = await import('#gateway/main.ts');
    const gateway = await serveGateway(configs.gateway, adapters, {
      subgraphs: Object.fromEntries(running.flatMap(({ name, subgraph }) => (subgraph ? [[name, subgraph]] : []))),
      routes: running.map(({ routes }) => routes),
      checkReady: async () => void (await Promise.all(running.map(({ checkReady }) => checkReady()))),
      checkServing: async () => void (await Promise.all(running.map(({ checkServing }) => checkServing()))),
    });
    keys.set(remoteKeys(`${gateway.url}/.well-known/jwks.json`));
    const { ensureSampleOwner } = await import('#subgraphs/user/sample-owner.ts');
    const owners = running.find(({ name }) => name === 'user')?.context as Parameters<typeof ensureSampleOwner>[0];
    return {
      url: gateway.url,
      description: opened.description,
      sampleOwner: () => ensureSampleOwner(owners),
      close: async () => {
        await gateway.close();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
};

/** The tokens' keys are served by this very process, on a port that is known once it listens. */
const laterKeys = (): { get: JWTVerifyGetKey; set: (keys: JWTVerifyGetKey) => void } => {
  let keys: JWTVerifyGetKey = () => Promise.reject(new Error('The gateway is not listening yet.'));
  return {
    get: (header, token) => keys(header, token),
    set: (found) => {
      keys = found;
    },
  };
};

const readEvery = (environment: Environment, all: readonly [string, AnyService][]) => {
  const problems = new Set<string>();
  const read = <Config>(readConfig: (environment: Environment) => Config): Config | undefined => {
    try {
      return readConfig(environment);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const problem of error.problems) problems.add(problem);
    }
  };
  const gateway = read(readGatewayConfig);
  const own = Object.fromEntries(all.map(([name, { readConfig }]) => [name, read(readConfig)]));
  if (!gateway || problems.size > 0) throw new ConfigError([...problems]);
  return { gateway, services: own };
};

/** So often and so far apart the readiness is looked at before it is told. */
const [MOST_TRIES, TRY_MS] = [10, 200];
const READY_MS = 5_000;

/** On a developer's terminal the log tells only what is wrong, unless LOG_LEVEL asks for more. */
const runAllInOne = async (environment: Environment): Promise<void> => {
  const quiet = environment.LOG_LEVEL || environment.NODE_ENV === 'production' ? {} : { LOG_LEVEL: 'warn' };
  const madang = await startOrExit(() => startAllInOne({ ...environment, ...quiet }));
  closeOnSignal(madang.close);
  const lines = [
    ['graph', `${madang.url}/graphql  (in a browser: Apollo Sandbox; WebSocket and SSE on the same path)`],
    ...(environment.NODE_ENV === 'production' ? [] : [['explorer', `${madang.url}/explorer  (GraphiQL, without the internet)`]]),
    ['health', `${madang.url}/health/ready  ${madang.url}/metrics`],
    ...Object.entries(madang.description),
  ];
  if (environment.NODE_ENV !== 'production') {
    const { email, password } = await madang.sampleOwner();
    lines.push(['sample owner', `${email}  password ${password}`]);
  }
  const readiness = await readinessOf(madang.url);
  if (readiness) process.stdout.write(`\n${readiness}\n${lines.map(([name = '', what]) => `  ${name.padEnd(13)} ${what}`).join('\n')}\n\n`);
};

/** What its readiness says, once it has had a moment to reach everything; null when it stops meanwhile. */
const readinessOf = async (url: string): Promise<string | null> => {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(READY_MS) }).catch(() => null);
    if (!response) return null;
    if (response.ok) return 'Madang is ready.';
    const { reason } = (await response.json().catch(() => ({}))) as { reason?: string };
    if (tries === MOST_TRIES) return `Madang runs, and is not ready yet: ${reason}`;
    await setTimeout(TRY_MS);
  }
};

/** Brings every service's schema up to date, then ends. */
const migrate = async (environment: Environment): Promise<void> => {
  for (const [, service] of await loadServices()) await migrateService(service, environment);
};

const USAGE = `npm start              gateway, subgraphs and AI worker in one process
npm start {service}    one of gateway, ${Object.keys(services).join(', ')}
node main.ts migrate   every service's tables, then ends

Variables: .env.example. Other commands: npm run.
`;

const run = async (name: string | undefined, environment: Environment): Promise<void> => {
  if (name === undefined) return runAllInOne(environment);
  if (name === 'migrate') return startOrExit(() => migrate(environment));
  if (name === 'gateway') return startOrExit(async () => (await import('#gateway/main.ts')).runGateway(environment));
  const load = Object.hasOwn(services, name) ? services[name] : undefined;
  if (load) return runService(await load(), environment);
  if (name === '--help' || name === '-h') {
    process.stdout.write(USAGE);
    return;
  }
  process.stderr.write(`There is no service named ${name}.\n\n${USAGE}`);
  process.exitCode = 2;
};

if (import.meta.main) await run(process.argv[2], process.env);
