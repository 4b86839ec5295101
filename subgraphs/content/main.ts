import { defineService } from '#kit/service.ts';
import { type Config, readConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { forgetPictures } from './forget-pictures.ts';
import { forgetRequests } from './forget-requests.ts';
import { ImageEntity } from './image.entity.ts';
import { ImageRequestEntity } from './image-request.entity.ts';
import { createLoaders } from './loaders.ts';
import { CreateImages } from './migrations/001-images.ts';
import { IndexImagesByAge } from './migrations/002-images-by-age.ts';
import { CreateImageDrafts } from './migrations/003-image-drafts.ts';
import { onEventCreated } from './on-event-created.ts';
import { onImagesRequested } from './on-images-requested.ts';
import { resolvers } from './resolvers.ts';
import { serveImages } from './serve-images.ts';

export const service = defineService<Config, Context>({
  name: 'content',
  readConfig,
  entities: [ImageEntity, ImageRequestEntity],
  migrations: [CreateImages, IndexImagesByAge, CreateImageDrafts],
  createContext: (kit) => createContext(kit),
  graph: { schema: new URL('schema.graphql', import.meta.url), resolvers, createLoaders },
  reactions: [onImagesRequested, onEventCreated],
  tasks: [
    { name: 'forget-requests', intervalMs: 3_600_000, run: forgetRequests },
    { name: 'forget-pictures', intervalMs: 3_600_000, run: forgetPictures },
  ],
  routes: serveImages,
});
