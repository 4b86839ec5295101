import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '#kit/free-port.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { neighbours } from '../madang.ts';
import { type Replica, replicas } from './targets.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const READY_MS = 240_000;
/** A supervisor's pause before it starts again what has ended. */
const RESTART_MS = 500;

/** Every process of Madang, kept alive as a supervisor would: what ends is started again. */
export type Fleet = {
  /** The gateways'. */
  urls: readonly [string, string];
  /** SIGKILL; resolves when the process is gone. */
  kill: (name: Replica) => Promise<void>;
  pid: (name: Replica) => number;
  /** Resolves when every process says that it is ready. */
  ready: () => Promise<void>;
  /** SIGTERM to all; resolves when they are gone. */
  stop: () => Promise<void>;
};

export type FleetOptions = {
  /** Of every process. */
  environment: Record<string, string>;
  /** Where each process's log goes, as `{name}.log`. */
  directory: string;
  /** Told when a process has ended that nobody killed. */
  onExit: (name: Replica, code: number | null) => void;
};

/** Starts two of each service on free ports; resolves when all are ready. */
export const startFleet = async ({ environment, directory, onExit }: FleetOptions): Promise<Fleet> => {
  const ports = new Map<Replica, number>();
  for (const name of replicas) ports.set(name, await freePort());
  const processes = new Map<Replica, ChildProcess>();
  const killed = new WeakSet<ChildProcess>();
  let stopping = false;

  const start = (name: Replica): void => {
    const log = openSync(path.join(directory, `${name.replace(' ', '-')}.log`), 'a');
    const child = spawn(process.execPath, ['main.ts', name.replace(/ 2$/, '')], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...environment, PORT: String(ports.get(name)), ...neighbours(name, ports) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    processes.set(name, child);
    child.on('exit', (code) => {
      if (stopping) return;
      if (!killed.has(child)) onExit(name, code);
      setTimeout(() => stopping || start(name), RESTART_MS);
    });
  };
  const end = async (name: Replica, signal: NodeJS.Signals): Promise<void> => {
    const child = processes.get(name) as ChildProcess;
    killed.add(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const urlOf = (name: Replica): string => `http://127.0.0.1:${ports.get(name)}`;
  const ready = async (): Promise<void> => {
    await Promise.all(
      replicas.map((name) =>
        eventually(async () => (await fetch(`${urlOf(name)}/health/ready`)).ok, { within: READY_MS }).catch((cause) => {
          throw new Error(`${name} was not ready; ${directory} has its log.`, { cause });
        }),
      ),
    );
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.all(replicas.map((name) => end(name, 'SIGTERM')));
  };
  const killAll = (): void => {
    for (const child of processes.values()) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  for (const name of replicas) start(name);
  await ready().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    urls: [urlOf('gateway'), urlOf('gateway 2')],
    kill: (name) => end(name, 'SIGKILL'),
    pid: (name) => processes.get(name)?.pid as number,
    ready,
    stop: async () => {
      await stop();
      process.off('exit', killAll);
    },
  };
};
