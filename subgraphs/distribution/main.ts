import { defineService } from '#kit/service.ts';
import { type Config, readConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { ChannelDistributionEntity, DistributionEntity } from './distribution.entity.ts';
import { createLoaders } from './loaders.ts';
import { measureChannels } from './measure-channels.ts';
import { CreateDistributions } from './migrations/001-distributions.ts';
import { StopChannels } from './migrations/002-stop-channels.ts';
import { onEventCreated } from './on-event-created.ts';
import { onEventEnded } from './on-event-ended.ts';
import { resolvers } from './resolvers.ts';
import { stopChannels } from './stop-channels.ts';

/** Events on their way to channels, and the channels' figures (spec §5, Distribution). */
export const service = defineService<Config, Context>({
  name: 'distribution',
  readConfig,
  entities: [DistributionEntity, ChannelDistributionEntity],
  migrations: [CreateDistributions, StopChannels],
  createContext,
  graph: { schema: new URL('schema.graphql', import.meta.url), resolvers, createLoaders },
  reactions: [onEventCreated, onEventEnded],
  tasks: [
    { name: 'measure-channels', firstMs: 30_000, intervalMs: 300_000, run: measureChannels },
    { name: 'stop-channels', intervalMs: 10_000, run: stopChannels },
  ],
});
