import { defineService } from '#kit/service.ts';
import { type Config, readConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { keepStatistics } from './keep-statistics.ts';
import { createLoaders } from './loaders.ts';
import { CreateStatistics } from './migrations/001-statistics.ts';
import { resolvers } from './resolvers.ts';
import { slideDeltas } from './slide-deltas.ts';
import { forgetLeftHistories } from './topic-history.ts';

/** Statistics and dashboards (spec §5, Analytics). */
export const service = defineService<Config, Context>({
  name: 'analytics',
  readConfig,
  migrations: [CreateStatistics],
  createContext: (kit) => createContext(kit),
  graph: { schema: new URL('schema.graphql', import.meta.url), resolvers, createLoaders },
  reactions: [keepStatistics],
  tasks: [
    { name: 'slide-deltas', intervalMs: 60_000, run: slideDeltas },
    { name: 'forget-left-histories', intervalMs: 3_600_000, run: forgetLeftHistories },
  ],
});
