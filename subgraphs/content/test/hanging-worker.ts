import { openAdapters } from '#kit/adapters.ts';
import { createLog } from '#kit/log.ts';
import { startService } from '#kit/start-service.ts';
import { readDocument } from '#kit/store/document.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { createContext } from '../context.ts';
import type { ImageProvider } from '../image-provider.ts';
import { service } from '../main.ts';
import { createPosterPress } from '../poster-press.ts';
import { createPosterProvider } from '../poster-provider.ts';
import { requestImages } from '../request-images.ts';

/** A replica for a test to kill: `node hanging-worker.ts <database URL> <data folder> <draft id>`. It begins a job, and writes the job's id when it is at the second picture, which never ends. */
const [, , url, folder, draftId = ''] = process.argv;
const config = service.readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error', DATABASE_URL: url, DATA_DIR: folder });
const adapters = await openAdapters(config, createLog(config.LOG_LEVEL, 'hanging-worker'));
const poster = createPosterProvider(createPosterPress({ threads: 1 }));
const second = Promise.withResolvers<void>();
const hanging: ImageProvider = {
  ...poster,
  render: async (request, signal) => {
    if (request.style === 'SIMPLE') return poster.render(request, signal);
    second.resolve();
    return new Promise(() => {});
  },
};
const { context } = await startService(
  { ...service, createContext: (kit) => createContext(kit, { imageProvider: hanging }) },
  config,
  adapters,
);
const draft = await readDocument(adapters.store, DraftDocument, draftId);
const job = await requestImages(context, draft!, { styles: ['SIMPLE', 'FANCY', 'TRENDY'], platforms: ['KAKAO'], replaces: null });
await second.promise;
process.stdout.write(job.id);
