import { defineService } from '#kit/service.ts';
import { type Config, readConfig } from './config.ts';
import type { Context } from './context.ts';
import { DraftImagesEntity } from './draft-images.entity.ts';
import { endEvents } from './end-events.ts';
import { EventEntity } from './event.entity.ts';
import { forgetDraftImages } from './forget-draft-images.ts';
import { forgetRequests } from './forget-requests.ts';
import { createLoaders } from './loaders.ts';
import { CreateEvents } from './migrations/001-events.ts';
import { CreateSearch } from './migrations/002-search.ts';
import { onContentCompleted } from './on-content-completed.ts';
import { resolvers } from './resolvers.ts';

export const service = defineService<Config, Context>({
  name: 'event',
  readConfig,
  entities: [EventEntity, DraftImagesEntity],
  migrations: [CreateEvents, CreateSearch],
  createContext: (kit) => kit,
  graph: { schema: new URL('schema.graphql', import.meta.url), resolvers, createLoaders },
  reactions: [onContentCompleted],
  tasks: [
    { name: 'end-events', intervalMs: 1_000, run: endEvents },
    { name: 'forget-requests', intervalMs: 3_600_000, run: forgetRequests },
    { name: 'forget-draft-images', intervalMs: 3_600_000, run: forgetDraftImages },
  ],
});
