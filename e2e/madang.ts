import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '#kit/testing/eventually.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { type ServiceName, subgraphNames } from '#schema/services.ts';
import { type Client, connect } from './client.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const READY_MS = 60_000;

export type Mode = 'all in one' | 'one service each';

/** A Madang in processes of its own, on a database of its own. */
export type Madang = {
  url: string;
  client: Client;
  /** Ends a process (`madang` when all are one) with SIGKILL, as a crash would. */
  kill: (name: ProcessName) => Promise<void>;
  /** Ends a process with SIGTERM; resolves with its exit code. */
  terminate: (name: ProcessName) => Promise<number | null>;
  /** Starts a process again, on its old port. */
  start: (name: ProcessName) => Promise<void>;
  names: readonly ProcessName[];
  /** All that the processes have logged. */
  logs: () => string;
  databaseUrl: string;
  stop: () => Promise<void>;
};

export type ProcessName = ServiceName | 'madang';

/** Starts Madang as an operator would, with `node main.ts`, and waits until it is ready. */
export const startMadang = async (mode: Mode, environment: Record<string, string> = {}): Promise<Madang> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'madang-e2e-'));
  const database = await createTestDatabase();
  const names: ProcessName[] = mode === 'all in one' ? ['madang'] : [...subgraphNames, 'ai', 'gateway'];
  const ports = new Map<ProcessName, number>();
  for (const name of names) ports.set(name, await freePort());
  const urls = Object.fromEntries(
    subgraphNames.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports.get(name)}/graphql`]),
  );
  const split = mode === 'one service each' ? { ...urls, JWKS_URL: `http://127.0.0.1:${ports.get('user')}/.well-known/jwks.json` } : {};
  const processes = new Map<ProcessName, ChildProcess>();
  const output: string[] = [];
  const start = async (name: ProcessName): Promise<void> => {
    const child = spawn(process.execPath, ['main.ts', ...(name === 'madang' ? [] : [name])], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        LOG_LEVEL: 'info',
        DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        PORT: String(ports.get(name)),
        ...split,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(`[${name}] ${chunk}`));
    processes.set(name, child);
    await eventually(() => isReady(name, child, ports.get(name) ?? 0, output), { within: READY_MS });
  };
  const end = async (name: ProcessName, signal: NodeJS.Signals): Promise<number | null> => {
    const child = processes.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    const [code] = await once(child, 'exit');
    return code as number | null;
  };
  const url = `http://127.0.0.1:${ports.get(mode === 'all in one' ? 'madang' : 'gateway')}`;
  const stop = async (): Promise<void> => {
    await Promise.all(names.map((name) => end(name, 'SIGTERM')));
    await database.drop();
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
    client: connect(url),
    kill: async (name) => void (await end(name, 'SIGKILL')),
    terminate: (name) => end(name, 'SIGTERM'),
    start,
    names,
    logs: () => output.join(''),
    databaseUrl: database.url,
    stop,
  };
};

const isReady = async (name: ProcessName, child: ChildProcess, port: number, output: readonly string[]): Promise<boolean> => {
  if (child.exitCode !== null) throw new Error(`${name} exited with ${child.exitCode}:\n${output.join('')}`);
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
  return response?.ok ?? false;
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address !== 'object') throw new Error('There is no free port.');
  return address.port;
};
