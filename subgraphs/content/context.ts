import { join } from 'node:path';
import type { Request, ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import { createDiskImageStore } from './disk-image-store.ts';
import type { ImageProvider } from './image-provider.ts';
import type { ImageStore } from './image-store.ts';
import type { Loaders } from './loaders.ts';
import { createPosterProvider } from './poster-provider.ts';

export type Context = ServiceContext<Config> & { imageProvider: ImageProvider; imageStore: ImageStore };

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** What a use case needs: the service and who asks. */
export type Asking = Context & Pick<Request, 'identity'>;

/** Composition: the embedded poster renderer and the disk, unless a test brings others. */
export const createContext = (kit: ServiceContext<Config>, overrides: Partial<Context> = {}): Context => {
  const imageProvider = overrides.imageProvider ?? createPosterProvider({ threads: kit.config.IMAGE_THREADS });
  kit.onClose(() => imageProvider.close());
  return { ...kit, imageStore: createDiskImageStore(join(kit.config.DATA_DIR, 'images')), ...overrides, imageProvider };
};
