import { afterEach, describe, expect, it } from '@jest/globals';
import { readDocument, updateDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { JobDocument } from '#schema/store/job.ts';
import { GENERATE, plan, published, seedDraft, settled, startContent } from './content-service.ts';
import { createPacedProvider } from './paced-provider.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const start = async (allowed?: number) => {
  const provider = createPacedProvider(allowed);
  const content = await startContent({ imageProvider: provider });
  cleanups.add(() => content.close());
  return { provider, content };
};

describe('content', () => {
  it('reads the chosen plan from the store, with the shop and the dates that stand there when the job begins', async () => {
    const { provider, content } = await start(0);
    const [startsAt, endsAt] = ['2026-05-01T00:00:00.000Z', '2026-05-31T15:00:00.000Z'];
    const draft = await seedDraft(content);
    const first = await content.ask(GENERATE, { input: { draftId: draft.id, styles: ['SIMPLE'], platforms: ['KAKAO'] } }, draft.ownerId);
    const later = await content.ask(GENERATE, { input: { draftId: draft.id, styles: ['FANCY'], platforms: ['NAVER'] } }, draft.ownerId);
    const chosen = { ...plan, title: '다시 고른 제목', prize: '다시 고른 경품' };
    await updateDocument(content.context.store, DraftDocument, draft.id, (current) => current && { ...current, chosen, startsAt, endsAt });
    provider.allow(2);
    for (const { data } of [first, later]) await settled(content, data?.generateImages.id);
    const { title, prize, participationMethod } = chosen;
    expect(provider.asked.at(-1)).toEqual({
      style: 'FANCY',
      platform: 'NAVER',
      store: draft.store,
      plan: { title, prize, participationMethod },
      period: { startsAt, endsAt },
      variant: 1,
    });
  });

  it('gives a job five minutes from its request', async () => {
    const { provider, content } = await start(0);
    const draft = await seedDraft(content);
    const { data } = await content.ask(GENERATE, { input: { draftId: draft.id } }, draft.ownerId);
    const job = await readDocument(content.context.store, JobDocument, data?.generateImages.id);
    expect(Date.parse(job!.deadline) - Date.parse(job!.requestedAt)).toBe(300_000);
    provider.allow(9);
  });

  it('has written the metadata to its table and to the store before a job is SUCCEEDED, and then announces them', async () => {
    const { provider, content } = await start(0);
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['SIMPLE', 'TRENDY'], platforms: ['INSTAGRAM'] };
    const jobId = (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages.id as string;
    const seen: { status: string | undefined; listed: number; rows: number }[] = [];
    const look = async (): Promise<void> => {
      const status = (await readDocument(content.context.store, JobDocument, jobId))?.status;
      const listed = (await readDocument(content.context.store, DraftImagesDocument, draft.id))?.images.length ?? 0;
      const rows = (await content.context.database.sql('select 1 from images where job_id = $1', [jobId])).length;
      seen.push({ status, listed, rows });
    };
    const looks: Promise<void>[] = [];
    cleanups.add(await content.context.doorbell.listen(`job:${jobId}`, () => void looks.push(look())));
    provider.allow(2);
    await settled(content, jobId);
    await eventually(async () => {
      await Promise.all(looks);
      expect(seen.some(({ status }) => status === 'SUCCEEDED')).toBe(true);
    });
    for (const { status, listed, rows } of seen) if (status === 'SUCCEEDED') expect([listed, rows]).toEqual([2, 2]);
    await eventually(async () => expect(await published(content, 'content.completed')).toHaveLength(1));
  });
});
