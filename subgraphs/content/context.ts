import { join } from 'node:path';
import type { Request, ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import { createDiskImageStore } from './disk-image-store.ts';
import { countingPictures } from './image-metrics.ts';
import type { ImageProvider } from './image-provider.ts';
import type { ImageStore } from './image-store.ts';
import type { Loaders } from './loaders.ts';
import { openaiPainter } from './openai-painter.ts';
import { createPaintedProvider } from './painted-provider.ts';
import { createPosterPress } from './poster-press.ts';
import { createPosterProvider } from './poster-provider.ts';
import { createS3ImageStore } from './s3-image-store.ts';
import { withFallback } from './with-fallback.ts';

export type Context = ServiceContext<Config> & { imageProvider: ImageProvider; imageStore: ImageStore };

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** What a use case needs: the service and who asks. */
export type Asking = Context & Pick<Request, 'identity'>;

/** Composition: what the configuration chooses, unless a test brings others. */
export const createContext = (kit: ServiceContext<Config>, overrides: Partial<Context> = {}): Context => {
  const imageProvider = countingPictures(overrides.imageProvider ?? openProvider(kit), kit.metrics);
  kit.onClose(() => imageProvider.close());
  return { ...kit, imageStore: openStore(kit.config), ...overrides, imageProvider };
};

const openProvider = (kit: ServiceContext<Config>): ImageProvider => {
  const { IMAGE_PROVIDER, IMAGE_THREADS, IMAGE_API_KEY = '', IMAGE_MODEL = '', IMAGE_BASE_URL, IMAGE_PRICE: price } = kit.config;
  const press = createPosterPress({ threads: IMAGE_THREADS });
  kit.onClose(() => press.close());
  const poster = createPosterProvider(press);
  if (IMAGE_PROVIDER === 'poster') return poster;
  const painter = openaiPainter({ apiKey: IMAGE_API_KEY, model: IMAGE_MODEL, baseUrl: IMAGE_BASE_URL });
  return withFallback(createPaintedProvider(painter, { press, metrics: kit.metrics, price }), poster, kit);
};

const openStore = ({ IMAGE_STORE, DATA_DIR, S3_REGION, ...s3 }: Config): ImageStore => {
  if (IMAGE_STORE === 'disk') return createDiskImageStore(join(DATA_DIR, 'images'));
  const { S3_ENDPOINT = '', S3_BUCKET = '', S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '' } = s3;
  return createS3ImageStore({
    endpoint: S3_ENDPOINT,
    bucket: S3_BUCKET,
    region: S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  });
};
