import { setTimeout as pause } from 'node:timers/promises';
import type { Fleet } from './fleet.ts';
import type { History } from './history.ts';
import type { Fault } from './plan.ts';
import type { Server, Servers } from './servers.ts';
import { isServer, type Replica, type ServerName } from './targets.ts';

export type Field = { fleet: Fleet; servers: Servers; history: History };

const RESTART_MS = 500;

/** Does the faults of a plan when their time comes; resolves when the last is over and every server has been started again. */
export const doFaults = async (field: Field, plan: readonly Fault[]): Promise<void> => {
  const restarts = new Map<ServerName, Promise<void>>();
  const restart = (name: ServerName, afterMs: number): Promise<void> => {
    const turn = (restarts.get(name) ?? Promise.resolve()).then(() => killAndStart(field.servers[name], afterMs));
    restarts.set(name, turn);
    return turn;
  };
  const one = async (fault: Fault): Promise<void> => {
    await pause(Math.max(0, fault.at - field.history.now()));
    const at = field.history.now();
    const note = await act(field, fault, restart).then(
      () => undefined,
      (error: Error) => error.message,
    );
    field.history.add({ record: 'fault', fault, at, until: field.history.now(), note });
  };
  await Promise.all(plan.map(one));
};

type Restart = (name: ServerName, afterMs: number) => Promise<void>;

const act = async ({ fleet, servers }: Field, fault: Fault, restart: Restart): Promise<void> => {
  switch (fault.kind) {
    case 'kill':
      return isServer(fault.target) ? restart(fault.target, RESTART_MS) : fleet.kill(fault.target);
    case 'away':
      return restart(fault.target, fault.forMs);
    case 'freeze':
      return freeze(await pidsOf({ fleet, servers }, fault.target), fault.forMs);
    case 'partition':
      servers[fault.target].proxy.hold();
      await pause(fault.forMs);
      return servers[fault.target].proxy.release();
    case 'half-open':
      servers[fault.target].proxy.abandon();
      await pause(fault.forMs);
      return servers[fault.target].proxy.cutAbandoned();
    default:
      fault satisfies never;
  }
};

/** A server that does not come up is started anew, as a supervisor would. */
const killAndStart = async (server: Server, afterMs: number): Promise<void> => {
  for (let wait = afterMs; ; wait = RESTART_MS) {
    await server.kill();
    await pause(wait);
    const started = await server.start().then(
      () => true,
      () => false,
    );
    if (started) return;
  }
};

const pidsOf = async ({ fleet, servers }: Omit<Field, 'history'>, target: Replica | ServerName): Promise<number[]> =>
  isServer(target) ? servers[target].pids() : [fleet.pid(target)];

const freeze = async (pids: readonly number[], forMs: number): Promise<void> => {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await pause(forMs);
  for (const pid of pids) signal(pid, 'SIGCONT');
};

/** One that has ended meanwhile hears nothing. */
const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
