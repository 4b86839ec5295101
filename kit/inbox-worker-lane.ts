import { type Cursors, type Lease, takeLeases } from './inbox-lease.ts';
import { parkKiller, settleFailure, type WorkerScope } from './inbox-worker-scope.ts';
import { createWakeable } from './wakeable.ts';

/** Keys of some consumers, worked on a number at once. */
export type Lane = {
  wake(): void;
  /** Takes no more; resolves when what is under way has ended. */
  finish(): Promise<void>;
  /** The keys under way. */
  running(): Lease[];
};

export type LaneOptions<Context> = {
  scope: WorkerScope<Context>;
  consumers: readonly string[];
  /** Keys at once. */
  concurrency: number;
  run: (lease: Lease) => Promise<void>;
};

/** Takes keys whenever one may wait and a place is free: when woken, when a work has ended, and every `pollMs`. */
export const startLane = <Context>({ scope, consumers, concurrency, run }: LaneOptions<Context>): Lane => {
  const { database, log, settings, stopping } = scope;
  const wakeable = createWakeable();
  const cursors: Cursors = new Map(consumers.map((consumer) => [consumer, '']));
  const running = new Map<Lease, Promise<void>>();

  const work = async (lease: Lease): Promise<void> => {
    try {
      await (lease.starts > settings.maxStarts ? parkKiller(scope, lease) : run(lease));
    } catch (error) {
      await settleFailure(scope, lease, { row: undefined, error });
    }
    running.delete(lease);
    wakeable.wake();
  };

  const take = async (): Promise<void> => {
    const free = concurrency - running.size;
    if (free === 0) return;
    const leases = await takeLeases(database.sql, cursors, free, settings.leaseMs);
    for (const lease of leases) running.set(lease, work(lease));
  };

  const loop = async (): Promise<void> => {
    while (!stopping.aborted) {
      await take().catch((error: unknown) => log.warn({ err: error }, 'the inbox could not be read'));
      if (!stopping.aborted) await wakeable.pause(settings.pollMs);
    }
  };
  const looping = loop();

  return {
    wake: wakeable.wake,
    running: () => [...running.keys()],
    finish: async () => {
      wakeable.wake();
      await looping;
      await Promise.all(running.values());
    },
  };
};
