import type { Request, ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import type { Loaders } from './loaders.ts';
import { createStatisticsCache, type StatisticsCache } from './statistics-cache.ts';

export type Context = ServiceContext<Config> & { cache: StatisticsCache };

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** Composition: the cache's second tier is the store when that is Redis. */
export const createContext = (kit: ServiceContext<Config>, overrides: Partial<Context> = {}): Context => {
  const { config, store, metrics, log } = kit;
  const shared = config.REDIS_URL === undefined ? null : store;
  return { ...kit, cache: createStatisticsCache({ shared, prefix: config.TOPIC_PREFIX, metrics, log }), ...overrides };
};
