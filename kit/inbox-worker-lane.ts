import { type Cursors, type Lease, takeLeases } from './inbox-lease.ts';
import { parkKiller, settleFailure, type WorkerScope } from './inbox-worker-scope.ts';
import { createWakeable } from './wakeable.ts';

/** Keys of some consumers, worked on at a number of places at once. */
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
  /** Works at once. */
  places: number;
  /** Keys of one work at most. */
  keys: number;
  /** Keys that a lost worker left, at once, each a work of its own. */
  lapsed: number;
  run: (leases: readonly Lease[]) => Promise<void>;
};

/** Takes keys whenever one may wait and a place is free: when woken, when a work has ended, and every `pollMs`. */
export const startLane = <Context>({ scope, consumers, places, keys, lapsed, run }: LaneOptions<Context>): Lane => {
  const { database, log, settings, stopping } = scope;
  const wakeable = createWakeable();
  const cursors: Cursors = new Map(consumers.map((consumer) => [consumer, '']));
  const running = new Map<readonly Lease[], Promise<void>>();

  const work = async (leases: readonly Lease[]): Promise<void> => {
    try {
      const [killer] = leases.filter(({ starts }) => starts > settings.maxStarts);
      await (killer ? parkKiller(scope, killer) : run(leases));
    } catch (error) {
      for (const lease of leases) await settleFailure(scope, lease, { row: undefined, error });
    }
    running.delete(leases);
    wakeable.wake();
  };

  const take = async (): Promise<void> => {
    const free = places - running.size;
    if (free === 0) return;
    const lapsedFree = lapsed - [...running.keys()].filter(isLapsed).length;
    const wanted = { lapsed: Math.min(lapsedFree, free), fresh: free * keys, weight: keys };
    const leases = await takeLeases(database.sql, cursors, wanted, settings.leaseMs);
    for (const each of split(leases, free)) running.set(each, work(each));
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
    running: () => [...running.keys()].flat(),
    finish: async () => {
      wakeable.wake();
      await looping;
      await Promise.all(running.values());
    },
  };
};

const isLapsed = (leases: readonly Lease[]): boolean => leases.some(({ starts }) => starts > 1);

/** Each lapsed key alone, so that the message that kills the process is found; the fresh ones spread evenly over the places that are left. */
const split = (leases: readonly Lease[], places: number): Lease[][] => {
  const lapsed = leases.filter((lease) => lease.starts > 1);
  const fresh = leases.filter((lease) => lease.starts === 1);
  const size = Math.ceil(fresh.length / Math.max(1, places - lapsed.length));
  const works = Array.from({ length: Math.ceil(fresh.length / size) || 0 }, (_, index) => fresh.slice(index * size, (index + 1) * size));
  return [...lapsed.map((lease) => [lease]), ...works];
};
