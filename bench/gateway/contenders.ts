import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '#kit/free-port.ts';

export type Contender = {
  name: string;
  url: string;
  /** The processes whose CPU and memory count. */
  pids: readonly number[];
  stop: () => void;
};

const GATEWAY_CORE = '0';
export const OTHER_CORE = '1';
const canPin = existsSync('/usr/bin/taskset') && availableParallelism() > 1;

/** Pins a process, where the machine can, so that the gateway is the only one on its core. */
export const pin = (pid: number, core: string): void => {
  if (canPin) spawn('taskset', ['-acp', core, String(pid)], { stdio: 'ignore' });
};

/** Starts a module that sends what others need to know to its parent. */
export const start = async <Said>(path: string, core: string, env: Record<string, string> = {}, execArgv: string[] = []) => {
  const child = fork(new URL(path, import.meta.url), {
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...env },
    execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
  });
  pin(child.pid!, core);
  const [said] = (await once(child, 'message')) as [Said];
  pin(child.pid!, core);
  return { child, said };
};

export const startGateway = async (
  name: string,
  path: string,
  env: Record<string, string>,
  execArgv: string[] = [],
): Promise<Contender> => {
  const { child, said } = await start<string>(path, GATEWAY_CORE, env, execArgv);
  return { name, url: said, pids: [child.pid!], stop: () => void child.kill('SIGTERM') };
};

const HIVE = new URL('../opponents/node_modules/@graphql-hive/gateway/dist/bin.js', import.meta.url).pathname;

/** Hive Gateway by its own command, one process. */
export const startHive = async (supergraph: string): Promise<Contender | null> => {
  if (!existsSync(HIVE)) return null;
  const port = await freePort();
  const args = [HIVE, 'supergraph', supergraph, '--port', String(port), '--host', '127.0.0.1', '--fork', '1'];
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' }, stdio: 'ignore' });
  pin(child.pid!, GATEWAY_CORE);
  await listening('Hive Gateway', port, child);
  pin(child.pid!, GATEWAY_CORE);
  return { name: 'Hive Gateway', url: `http://127.0.0.1:${port}`, pids: [child.pid!], stop: () => void child.kill('SIGTERM') };
};

const HIVE_ROUTER = join(homedir(), '.cargo/bin/hive_router');

/** Hive Router, in Rust, with one worker; `settings` is its own configuration. Null where Cargo has not installed it. */
export const startHiveRouter = async (supergraph: string, settings: string): Promise<(Contender & { child: ChildProcess }) | null> => {
  if (!existsSync(HIVE_ROUTER)) return null;
  const config = join(dirname(supergraph), 'router.config.yaml');
  writeFileSync(config, settings);
  const port = await freePort();
  const env = {
    SUPERGRAPH_FILE_PATH: supergraph,
    HOST: '127.0.0.1',
    PORT: String(port),
    ROUTER_HTTP_WORKERS: '1',
    LOG_LEVEL: 'error',
    ROUTER_CONFIG_FILE_PATH: config,
  };
  // From its start on that core, so that it makes as many threads as it has there.
  const [command, ...args] = canPin ? ['taskset', '-c', GATEWAY_CORE, HIVE_ROUTER] : [HIVE_ROUTER];
  const child = spawn(command!, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  await listening('Hive Router', port, child);
  const url = `http://127.0.0.1:${port}`;
  return { name: 'Hive Router (Rust)', url, pids: [child.pid!], stop: () => void child.kill('SIGTERM'), child };
};

const listening = async (name: string, port: number, child: ChildProcess): Promise<void> => {
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} does not listen.`);
};

/** CPU seconds and resident megabytes of processes so far. */
export const usage = (pids: readonly number[]): Usage => {
  const each = pids.map(usageOf);
  return { cpu: each.reduce((sum, { cpu }) => sum + cpu, 0), memory: each.reduce((sum, { memory }) => sum + memory, 0) };
};

type Usage = { cpu: number; memory: number };

const usageOf = (pid: number): Usage => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
  const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, memory: Number(memory) / 1024 };
};
