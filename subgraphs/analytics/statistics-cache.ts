import { EventEmitter } from 'node:events';
import { BentoCache, bentostore, errors } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { Counter } from 'prom-client';
import { z } from 'zod';
import type { Log } from '#kit/log.ts';
import type { Metrics } from '#kit/metrics.ts';
import type { Store } from '#kit/store/store.ts';
import { type StateVersion, type StatisticsRow, statisticsRow } from './read-statistics.ts';
import { storeCacheDriver } from './store-cache-driver.ts';

/** The rows of a state: from the cache, or read and kept. Rejects with what `read` rejects with, never because of the cache. */
export type CachedRead = (state: StateVersion, read: () => Promise<StatisticsRow[]>) => Promise<StatisticsRow[]>;

/**
 * Cache-aside for dashboards (spec §5, Analytics). A key carries the version of the state that it holds, so a stale entry is never
 * asked for: under a key lies that state, or one that was newer when it was read. Readers of one state at once read the database once.
 */
export type StatisticsCache = {
  /** Of one event; 1 hour. */
  ofEvent: CachedRead;
  /** Of all of an owner's events, as one snapshot; 30 minutes. */
  ofOwner: CachedRead;
};

export type StatisticsCacheOptions = {
  /** The second tier, which all replicas share; null for memory only. */
  shared: Store | null;
  /** Of the keys. */
  prefix: string;
  metrics: Metrics;
  log: Log;
};

const MINUTE_MS = 60_000;
const LIFETIMES = { event: 60 * MINUTE_MS, owner: 30 * MINUTE_MS };
/** So much longer an entry is kept for when the database cannot be read: its state is still the one that its key names. */
const GRACE = 2;
const LEAVE_ALONE_MS = 5_000;
const MEMORY = '32mb';
const REMEMBERED = 10_000;

const rows = z.array(statisticsRow);

export const createStatisticsCache = ({ shared, prefix, metrics, log }: StatisticsCacheOptions): StatisticsCache => {
  const count = countReads(metrics);
  const memory = bentostore().useL1Layer(memoryDriver({ maxSize: MEMORY, maxItems: REMEMBERED }));
  const statistics = shared === null ? memory : memory.useL2Layer(storeCacheDriver(shared, log));
  const bento = new BentoCache({
    default: 'statistics',
    stores: { statistics },
    emitter: hitsTo(count),
    l2CircuitBreakerDuration: LEAVE_ALONE_MS,
  });
  const replace = createReplacement((key) => bento.delete({ key }));

  const cached =
    (kind: keyof typeof LIFETIMES): CachedRead =>
    async ({ id, version }, read) => {
      const subject = `${prefix}analytics:${kind}:${id}`;
      const key = `${subject}:${version}`;
      const factory = async (): Promise<StatisticsRow[]> => {
        count('database');
        const found = await read();
        replace(subject, key);
        return found;
      };
      const ttl = LIFETIMES[kind];
      try {
        const parsed = rows.safeParse(await bento.getOrSet({ key, factory, ttl, grace: ttl * GRACE }));
        if (parsed.success) return parsed.data;
        log.warn({ key }, 'the cache holds something else than statistics');
        await bento.delete({ key });
      } catch (error) {
        if (error instanceof errors.E_FACTORY_ERROR) throw error.cause;
        log.warn({ err: error, key }, 'the cache failed');
      }
      return factory();
    };
  return { ofEvent: cached('event'), ofOwner: cached('owner') };
};

type Origin = 'memory' | 'store' | 'database';

const countReads = (metrics: Metrics): ((origin: Origin) => void) => {
  const counter = new Counter({
    name: 'madang_analytics_reads_total',
    help: 'Readings of statistics, by where they came from.',
    labelNames: ['origin'],
    registers: [metrics],
  });
  return (origin) => counter.inc({ origin });
};

const hitsTo = (count: (origin: Origin) => void): EventEmitter =>
  new EventEmitter().on('cache:hit', ({ layer }: { layer: 'l1' | 'l2' }) => count(layer === 'l1' ? 'memory' : 'store'));

/** A newer state takes its predecessor's place: without that a busy event would fill the cache with all its states of an hour. */
const createReplacement = (remove: (key: string) => Promise<unknown>) => {
  const present = new Map<string, string>();
  return (subject: string, key: string): void => {
    const former = present.get(subject);
    present.delete(subject);
    present.set(subject, key);
    if (former !== undefined && former !== key) remove(former).catch(() => {});
    const [oldest] = present.keys();
    if (present.size > REMEMBERED && oldest !== undefined) present.delete(oldest);
  };
};
