import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { freePort } from '../free-port.ts';
import { openInstance } from '../postgres-instance.ts';
import { eventually } from './eventually.ts';
import { startProcess, type TestProcess } from './test-process.ts';

/** A PostgreSQL of a test's own that can be killed: as durable as any, unlike the cluster that tests share. */
export type TestPostgres = {
  url: string;
  port: number;
  /** The postmaster, then the processes it started. */
  pids: () => Promise<number[]>;
  /** Ends the postmaster; SIGKILL by default, which its backends notice by themselves. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again after `kill`, on its port and data; resolves when it answers. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

const UP_MS = 60_000;

export const startTestPostgres = async (): Promise<TestPostgres> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'madang-postgres-'));
  await chmod(directory, 0o711);
  const { url: first, release } = await startEmbeddedPostgres(directory);
  await release();
  const { cluster, programs, owner } = await openInstance(path.join(directory, 'postgres'));
  const url = new URL(first);
  const port = await freePort();
  url.port = String(port);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=400'];
  const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  let server: TestProcess | undefined;
  const start = async (): Promise<void> => {
    await eventually(
      async () => {
        if (!server || hasEnded(server)) server = startProcess(path.join(programs, 'postgres'), args, owner ?? {});
        await answer(url.href, server);
      },
      { within: UP_MS },
    );
  };
  await start();
  const pid = (): number => server?.child.pid as number;
  return {
    url: url.href,
    port,
    pids: async () => [pid(), ...(await childrenOf(pid()))],
    kill: async (signal = 'SIGKILL') => server?.end(signal),
    start,
    stop: async () => {
      await server?.end('SIGQUIT');
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const hasEnded = ({ child }: TestProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
};

/** Throws while it does not answer; backends of a killed postmaster may hold up the next one for a moment. */
const answer = async (connectionString: string, server: TestProcess): Promise<void> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
  } catch (cause) {
    throw new Error(`PostgreSQL does not answer: ${server.output()}`, { cause });
  } finally {
    await client.end().catch(() => {});
  }
};
