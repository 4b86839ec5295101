import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '#kit/free-port.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { startTestKafka, type TestKafka } from '#kit/testing/test-kafka.ts';
import { startTestRedis, type TestRedis } from '#kit/testing/test-redis.ts';
import { type ServiceName, subgraphNames } from '#schema/services.ts';
import { type Client, connect } from './client.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const READY_MS = 180_000;

export type Mode = 'all in one' | 'one service each' | 'two of each on Kafka and Redis';

/** A Madang in processes of its own, on a database of its own. */
export type Madang = {
  url: string;
  /** All gateways. */
  urls: readonly string[];
  client: Client;
  /** Ends a process (`madang` when all are one) with SIGKILL, as a crash would. */
  kill: (name: ProcessName) => Promise<void>;
  /** Ends a process with SIGTERM; resolves with its exit code. */
  terminate: (name: ProcessName) => Promise<number | null>;
  /** Starts a process again, on its old port. */
  start: (name: ProcessName) => Promise<void>;
  /** Starts one more process of a service, with the same neighbours; resolves with its name when it is ready. */
  startAnother: (service: ServiceName) => Promise<ProcessName>;
  names: readonly ProcessName[];
  port: (name: ProcessName) => number;
  /** All that the processes have logged. */
  logs: () => string;
  databaseUrl: string;
  /** The servers it runs on, in the mode that has them. */
  infrastructure: Infrastructure | null;
  stop: () => Promise<void>;
};

export type ProcessName = ServiceName | `${ServiceName} ${number}` | 'madang';

export type Infrastructure = { redis: TestRedis; kafka: TestKafka };

/** Starts Madang as an operator would, with `node main.ts`, and waits until it is ready. */
export const startMadang = async (mode: Mode, environment: Record<string, string> = {}): Promise<Madang> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'madang-e2e-'));
  const database = await createTestDatabase();
  const infrastructure = mode === 'two of each on Kafka and Redis' ? await startInfrastructure() : null;
  const names = namesOf(mode);
  const ports = new Map<ProcessName, number>();
  for (const name of names) ports.set(name, await freePort());
  const processes = new Map<ProcessName, ChildProcess>();
  const output: string[] = [];
  const start = async (name: ProcessName): Promise<void> => {
    const child = spawn(process.execPath, ['main.ts', ...(name === 'madang' ? [] : [serviceOf(name)])], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        LOG_LEVEL: 'info',
        DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        PORT: String(ports.get(name)),
        ...(mode === 'all in one' ? {} : neighbours(name, ports)),
        ...(infrastructure
          ? {
              REDIS_URL: infrastructure.redis.url,
              KAFKA_BROKERS: infrastructure.kafka.brokers,
              KAFKA_PARTITIONS: '4',
              SUBGRAPH_LINK: 'sockets',
            }
          : {}),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(`[${name}] ${chunk}`));
    processes.set(name, child);
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    await eventually(() => hasEnded() || isReady(ports.get(name) ?? 0), { within: READY_MS });
    if (hasEnded()) throw new Error(`${name} exited with ${child.exitCode ?? child.signalCode}:\n${output.join('')}`);
  };
  const end = async (name: ProcessName, signal: NodeJS.Signals): Promise<number | null> => {
    const child = processes.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    const [code] = await once(child, 'exit');
    return code as number | null;
  };
  const startAnother = async (service: ServiceName): Promise<ProcessName> => {
    const count = [...ports.keys()].filter((name) => serviceOf(name) === service).length;
    const name = `${service} ${count + 1}` as const;
    ports.set(name, await freePort());
    await start(name);
    return name;
  };
  const [url = '', ...others] = names
    .filter((name) => name === 'madang' || serviceOf(name) === 'gateway')
    .map((name) => `http://127.0.0.1:${ports.get(name)}`);
  const stop = async (): Promise<void> => {
    await Promise.all([...ports.keys()].map((name) => end(name, 'SIGTERM')));
    await Promise.all([database.drop(), infrastructure?.kafka.stop(), infrastructure?.redis.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await Promise.all(names.map(start));
  } catch (error) {
    await stop();
    throw new Error(`Madang did not start:\n${output.join('')}`, { cause: error });
  }
  return {
    url,
    urls: [url, ...others],
    client: connect([url, ...others]),
    kill: async (name) => void (await end(name, 'SIGKILL')),
    terminate: (name) => end(name, 'SIGTERM'),
    start,
    startAnother,
    names,
    port: (name) => ports.get(name) ?? 0,
    logs: () => output.join(''),
    databaseUrl: database.url,
    infrastructure,
    stop,
  };
};

const namesOf = (mode: Mode): ProcessName[] => {
  if (mode === 'all in one') return ['madang'];
  const once: ServiceName[] = [...subgraphNames, 'ai', 'gateway'];
  return mode === 'one service each' ? once : [...once, ...once.map((name) => `${name} 2` as const)];
};

const serviceOf = (name: ProcessName): ProcessName => name.replace(/ \d+$/, '') as ProcessName;

/** Where a process finds the others: the second of each those of the second, where there are such, any other those of the first. */
export const neighbours = (name: ProcessName, ports: ReadonlyMap<ProcessName, number>): Record<string, string> => {
  const second = (service: ServiceName): number | undefined => (name.endsWith(' 2') ? ports.get(`${service} 2`) : undefined);
  const urlOf = (service: ServiceName): string => `http://127.0.0.1:${second(service) ?? ports.get(service)}`;
  return {
    ...Object.fromEntries(subgraphNames.map((service) => [`${service.toUpperCase()}_URL`, `${urlOf(service)}/graphql`])),
    JWKS_URL: `${urlOf('user')}/.well-known/jwks.json`,
  };
};

const startInfrastructure = async (): Promise<Infrastructure> => {
  const [redis, kafka] = await Promise.all([startTestRedis(), startTestKafka()]);
  return { redis, kafka };
};

const isReady = async (port: number): Promise<boolean> => {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
  return response?.ok ?? false;
};
