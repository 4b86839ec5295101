import { afterEach, describe, expect, it } from '@jest/globals';
import { startService } from '#kit/start-service.ts';
import { readDocument, updateDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { TestService } from '#kit/testing/test-service.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { JobDocument } from '#schema/store/job.ts';
import { type Context, createContext } from '../context.ts';
import { service } from '../main.ts';
import { codeOf, DRAFT, expire, GENERATE, JOB, LIVE_JOB, published, seedDraft, settled, startContent } from './content-service.ts';
import { createPacedProvider } from './paced-provider.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const begin = async (content: TestService<Context>, styles = ['SIMPLE', 'FANCY', 'TRENDY']) => {
  const draft = await seedDraft(content);
  const { data } = await content.ask(GENERATE, { input: { draftId: draft.id, styles, platforms: ['KAKAO'] } }, draft.ownerId);
  return { draft, jobId: data?.generateImages.id as string };
};
const imagesMade = async ({ context }: TestService<Context>, draftId: string) =>
  (await readDocument(context.store, DraftImagesDocument, draftId))?.images ?? [];

describe('an image job', () => {
  it('goes on where a worker left it, and makes no image twice', async () => {
    const provider = createPacedProvider(1);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const { draft, jobId } = await begin(content);
    await eventually(async () => expect(await imagesMade(content, draft.id)).toHaveLength(1));
    const [first] = await imagesMade(content, draft.id);
    await content.service.close();

    const successor = createPacedProvider();
    const config = service.readConfig({ ...environmentOf(content), LOG_LEVEL: 'error' });
    const second = await startService(
      { ...service, createContext: (kit) => createContext(kit, { imageProvider: successor }) },
      config,
      content.adapters,
    );
    cleanups.add(() => second.close());
    expect((await settled({ ...content, context: second.context }, jobId)).status).toBe('SUCCEEDED');
    expect(successor.asked.map(({ style }) => style)).toEqual(['FANCY', 'TRENDY']);
    const made = await imagesMade({ ...content, context: second.context }, draft.id);
    expect(made).toHaveLength(3);
    expect(made).toContainEqual(first);
    await eventually(async () => expect(await published({ ...content, context: second.context }, 'content.completed')).toHaveLength(1));
  });

  it('is one job for the same wish asked ten times at once, while it runs', async () => {
    const provider = createPacedProvider(0);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['SIMPLE'], platforms: ['KAKAO'] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => content.ask(GENERATE, { input }, draft.ownerId)));
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const [jobId, ...others] = new Set(answers.map(({ data }) => data?.generateImages.id as string));
    expect(others).toEqual([]);
    provider.allow(1);
    await settled(content, jobId!);
    expect((await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages.id).not.toBe(jobId);
    provider.allow(1);
  });

  it('is made from its message when the store lacks it', async () => {
    const provider = createPacedProvider(0);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const { draft, jobId } = await begin(content);
    await eventually(async () => expect((await readDocument(content.context.store, JobDocument, jobId))?.status).toBe('RUNNING'));
    await content.context.store.delete(JobDocument.key(jobId));
    expect((await content.ask(JOB, { id: jobId }, draft.ownerId)).data?.imageJob.status).toBe('QUEUED');
    provider.allow(3);
    expect((await settled(content, jobId)).status).toBe('SUCCEEDED');
  });

  it('is TIMED_OUT for its readers from its deadline on, and its writers are refused', async () => {
    const provider = createPacedProvider(0);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const { draft, jobId } = await begin(content);
    const live = await content.live(LIVE_JOB, { id: jobId }, draft.ownerId);
    await eventually(async () => expect((await readDocument(content.context.store, JobDocument, jobId))?.status).toBe('RUNNING'));
    await expire(content, jobId);
    content.context.doorbell.ring(`job:${jobId}`);
    const states = (await Array.fromAsync(live)).map(({ data }) => data?.imageJob);
    expect(states.at(-1)).toMatchObject({ status: 'TIMED_OUT', error: { code: 'CONTENT_002' } });
    provider.allow(3);
    await eventually(async () =>
      expect(await content.context.database.sql('select 1 from inbox where done_at is not null')).toHaveLength(1),
    );
    expect((await content.ask(JOB, { id: jobId }, draft.ownerId)).data?.imageJob).toMatchObject({
      status: 'TIMED_OUT',
      error: { code: 'CONTENT_002' },
    });
    expect(await published(content, 'content.completed')).toEqual([]);
    expect(provider.asked).toHaveLength(1);
  });

  it('fails with CONTENT_001 when a picture cannot be made, keeps those that were, and can be asked for again', async () => {
    const provider = createPacedProvider();
    provider.failNext(2);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const tried = await begin(content);
    expect((await settled(content, tried.jobId)).status).toBe('SUCCEEDED');
    provider.failNext(3);
    const { draft, jobId } = await begin(content);
    expect(await settled(content, jobId)).toMatchObject({ status: 'FAILED', error: { code: 'CONTENT_001' } });
    const { data } = await content.ask(GENERATE, { input: { draftId: draft.id, platforms: ['KAKAO'] } }, draft.ownerId);
    expect(data?.generateImages.id).not.toBe(jobId);
    expect((await settled(content, data?.generateImages.id)).status).toBe('SUCCEEDED');
  });

  it('fails with CONTENT_003 when the draft is discarded before it begins', async () => {
    const provider = createPacedProvider(0);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const { draft } = await begin(content, ['SIMPLE']);
    const second = await content.ask(GENERATE, { input: { draftId: draft.id, styles: ['FANCY'] } }, draft.ownerId);
    await updateDocument(
      content.context.store,
      DraftDocument,
      draft.id,
      (current) => current && { ...current, state: 'DISCARDED' as const },
    );
    provider.allow(1);
    expect(await settled(content, second.data?.generateImages.id)).toMatchObject({ status: 'FAILED', error: { code: 'CONTENT_003' } });
  });

  it('runs beside jobs of other drafts, in turn with those of its own; the newest is the draft’s', async () => {
    const provider = createPacedProvider(0);
    const content = await startContent({ imageProvider: provider });
    cleanups.add(() => content.close());
    const { draft, jobId } = await begin(content, ['SIMPLE']);
    const { data } = await content.ask(GENERATE, { input: { draftId: draft.id, styles: ['FANCY'], platforms: ['KAKAO'] } }, draft.ownerId);
    const other = await begin(content, ['TRENDY']);
    await eventually(async () => expect((await readDocument(content.context.store, JobDocument, other.jobId))?.status).toBe('RUNNING'));
    expect((await readDocument(content.context.store, JobDocument, data?.generateImages.id))?.status).toBe('QUEUED');
    expect((await content.ask(DRAFT, { id: draft.id }, draft.ownerId)).data?._entities[0].imageJob.id).toBe(data?.generateImages.id);
    provider.allow(3);
    for (const id of [jobId, data?.generateImages.id, other.jobId]) expect((await settled(content, id)).status).toBe('SUCCEEDED');
    expect(codeOf(await content.ask(JOB, { id: jobId }, other.draft.ownerId))).toBe('EVENT_001');
  });
});

const environmentOf = ({ databaseUrl, context }: TestService<Context>) => ({
  NODE_ENV: 'test',
  DATABASE_URL: databaseUrl,
  DATA_DIR: context.config.DATA_DIR,
});
