import type { Database } from './database.ts';
import { cleanInbox, startCleaning } from './delivery-cleaning.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import { inboxBell } from './inbox.ts';
import { releaseLease } from './inbox-lease.ts';
import { type Lane, startLane } from './inbox-worker-lane.ts';
import { runLong } from './inbox-worker-long.ts';
import { type InboxWorkerSettings, type InboxWorkerStats, STANDARD_SETTINGS, untilStored, type WorkerScope } from './inbox-worker-scope.ts';
import { runShort } from './inbox-worker-short.ts';
import type { Log } from './log.ts';
import type { LongReaction, Reaction, ShortReaction } from './reaction.ts';
import { within } from './within.ts';

export type InboxWorkerOptions<Context> = {
  database: Database;
  reactions: readonly Reaction<Context>[];
  /** What reactions get first. */
  context: Context;
  /** The consumer group: its bell wakes the worker. */
  group: string;
  doorbell: Doorbell;
  log: Log;
  /** Rejects while something that reactions use beside the database is away, as the store; by default nothing is. */
  checkNeeds?: () => Promise<void>;
  /** Transactions at once of short reactions; 4 by default, half the database's connections, since a handler may need a second one. */
  concurrency?: number;
  /** Keys at once of long reactions; 4 by default. */
  longConcurrency?: number;
  settings?: Partial<InboxWorkerSettings>;
};

export type InboxWorker = {
  /** Looks at the inbox now. */
  wake(): void;
  /** Takes no more keys, waits up to 8 s for what is under way, aborts long work and gives its keys back. */
  stop(): Promise<void>;
  stats: InboxWorkerStats;
};

/**
 * Takes messages from the inbox to the reactions (spec §4): key by key, in order within a key, many keys at once, any number of
 * replicas. Long reactions have places of their own, so that they never hold up short ones.
 */
export const startInboxWorker = <Context>(options: InboxWorkerOptions<Context>): InboxWorker => {
  const { database, reactions, context, group, doorbell, log, concurrency = 4, longConcurrency = 4, checkNeeds = async () => {} } = options;
  const settings = { ...STANDARD_SETTINGS, ...options.settings };
  const stopping = new AbortController();
  const stats: InboxWorkerStats = { handled: 0, failed: 0, parked: 0, lost: 0 };
  const scope: WorkerScope<Context> = { database, context, log, settings, stats, checkNeeds, stopping: stopping.signal };
  const short = shortLane(
    scope,
    reactions.filter((reaction) => reaction.kind === 'short'),
    concurrency,
  );
  const long = longLane(
    scope,
    reactions.filter((reaction) => reaction.kind === 'long'),
    longConcurrency,
  );
  const lanes = [short, long].filter((lane) => lane !== null);
  const wake = (): void => {
    for (const lane of lanes) lane.wake();
  };
  const listening = doorbell.listen(inboxBell(group), wake);
  listening.catch((error: unknown) => log.warn({ err: error }, 'the inbox hears no bell and polls instead'));
  const cleaning = startCleaning(database, log, cleanInbox, settings.cleanMs);
  return {
    wake,
    stats,
    stop: async () => {
      stopping.abort(new Error('The service stops.'));
      listening.then(
        (unlisten) => unlisten(),
        () => {},
      );
      const finished = Promise.all([cleaning.stop(), ...lanes.map((lane) => lane.finish())]);
      await within(settings.stopMs, 'Work under way', finished).catch((error: unknown) =>
        log.warn({ err: error }, 'work was left unfinished'),
      );
      for (const lease of long?.running() ?? []) await untilStored(scope, () => releaseLease(database.sql, lease));
    },
  };
};

/**
 * Several keys go together in one transaction, and what a lost worker left is taken up key by key, one at a time: so the message that
 * killed it takes no other along, and only its own beginnings add up.
 */
const shortLane = <Context>(scope: WorkerScope<Context>, reactions: readonly ShortReaction<Context>[], places: number): Lane | null => {
  if (reactions.length === 0) return null;
  const reactionOf = byName(reactions);
  return startLane({
    scope,
    consumers: reactions.map(({ name }) => name),
    places,
    keys: scope.settings.keys,
    lapsed: 1,
    run: (leases) =>
      runShort(
        scope,
        leases.map((lease) => ({ lease, reaction: reactionOf(lease.consumer) })),
      ),
  });
};

const longLane = <Context>(scope: WorkerScope<Context>, reactions: readonly LongReaction<Context>[], places: number): Lane | null => {
  if (reactions.length === 0) return null;
  const reactionOf = byName(reactions);
  return startLane({
    scope,
    consumers: reactions.map(({ name }) => name),
    places,
    keys: 1,
    lapsed: places,
    run: async (leases) => {
      for (const lease of leases) await runLong(scope, reactionOf(lease.consumer), lease);
    },
  });
};

const byName = <R extends { name: string }>(reactions: readonly R[]): ((name: string) => R) => {
  const named = new Map(reactions.map((reaction) => [reaction.name, reaction]));
  return (name) => named.get(name) as R;
};
