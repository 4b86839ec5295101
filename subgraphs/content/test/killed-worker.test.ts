import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startService } from '#kit/start-service.ts';
import { readDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { createContext } from '../context.ts';
import { service } from '../main.ts';
import { published, seedDraft, settled, startContent } from './content-service.ts';
import { createPacedProvider } from './paced-provider.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** A replica that is killed while it draws the second of three pictures. */
const killedAtWork = async (...args: string[]): Promise<string> => {
  const worker = spawn(process.execPath, [fileURLToPath(new URL('hanging-worker.ts', import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.add(() => worker.kill('SIGKILL'));
  const [jobId] = await once(worker.stdout, 'data');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  return String(jobId);
};

describe('a job whose process was killed', () => {
  it('is taken up by another one, which goes on with the picture that was lost: files, URLs and progress stay', async () => {
    const content = await startContent();
    cleanups.add(() => content.close());
    const draft = await seedDraft(content);
    await content.service.close();
    const jobId = await killedAtWork(content.databaseUrl, content.context.config.DATA_DIR, draft.id);
    const [first] = (await readDocument(content.context.store, DraftImagesDocument, draft.id))!.images;
    const provider = createPacedProvider();
    const successor = await startService(
      { ...service, createContext: (kit) => createContext(kit, { imageProvider: provider }) },
      content.context.config,
      content.adapters,
    );
    cleanups.add(() => successor.close());
    const resumed = { ...content, context: successor.context };
    await successor.context.database.sql('update inbox_lease set leased_until = now()');
    expect(await settled(resumed, jobId)).toMatchObject({ status: 'SUCCEEDED', progress: 100 });
    expect(provider.asked.map(({ style }) => style)).toEqual(['FANCY', 'TRENDY']);
    const { images } = (await readDocument(content.context.store, DraftImagesDocument, draft.id))!;
    expect([images.length, images[0]]).toEqual([3, first]);
    expect(Buffer.from((await successor.context.imageStore.open(first!.id))!).toString('latin1', 1, 4)).toBe('PNG');
    await eventually(async () => expect(await published(resumed, 'content.completed')).toHaveLength(1));
  }, 90_000);
});
