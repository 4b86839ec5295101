import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDocument } from '#kit/store/document.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { TestService } from '#kit/testing/test-service.ts';
import type { ContentCompletedData } from '#schema/events/content.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import type { Context } from '../context.ts';
import {
  codeOf,
  DRAFT,
  GENERATE,
  IMAGE,
  JOB,
  LIVE_JOB,
  published,
  REGENERATE,
  seedDraft,
  settled,
  startContent,
} from './content-service.ts';

/** What a job published at its end, which commits right after the job has succeeded. */
const completed = (content: TestService<Context>, jobId: string): Promise<ContentCompletedData> =>
  eventually(async () => {
    const message = (await published<ContentCompletedData>(content, 'content.completed')).find(({ data }) => data.jobId === jobId);
    if (message === undefined) throw new Error('content.completed is not in the outbox.');
    return message.data;
  });

describe('generateImages', () => {
  let content: TestService<Context>;
  beforeAll(async () => {
    content = await startContent();
  });
  afterAll(() => content?.close());

  it('makes nine posters, pushes them one by one, and publishes content.completed with all of them', async () => {
    const draft = await seedDraft(content);
    const { data } = await content.ask(GENERATE, { input: { draftId: draft.id } }, draft.ownerId);
    const job = data?.generateImages;
    expect(job).toMatchObject({ status: 'QUEUED', progress: 0, images: [], draft: { id: draft.id } });
    const states = (await Array.fromAsync(await content.live(LIVE_JOB, { id: job.id }, draft.ownerId))).map(
      (state) => state.data?.imageJob,
    );
    const versions = states.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(states.some(({ images }) => images.length > 0 && images.length < 9)).toBe(true);
    expect(states.at(-1)).toMatchObject({ status: 'SUCCEEDED', progress: 100, error: null });
    expect(states.at(-1).images).toHaveLength(9);

    const { imageJob } = (await content.ask(JOB, { id: job.id }, draft.ownerId)).data!;
    expect(new Set(imageJob.images.map(({ style, platform }: Record<string, string>) => `${style} ${platform}`)).size).toBe(9);
    for (const { id, url, platform, width, height } of imageJob.images) {
      expect(url).toBe(`/images/${id}.png`);
      const png = Buffer.from((await content.context.imageStore.open(id))!);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
      expect([width, height]).toEqual({ INSTAGRAM: [1080, 1080], NAVER: [800, 600], KAKAO: [800, 800] }[platform as string]);
    }
    const message = await completed(content, job.id);
    const listed = await readDocument(content.context.store, DraftImagesDocument, draft.id);
    expect(message).toMatchObject({ draftId: draft.id, ownerId: draft.ownerId });
    expect(message.images.map(({ id }) => id)).toEqual(listed?.images.map(({ id }) => id));
    expect(message.images).toHaveLength(9);
  });

  it('makes each wanted style and platform once', async () => {
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['TRENDY', 'SIMPLE', 'TRENDY'], platforms: ['KAKAO'] };
    const jobId = (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages.id;
    await settled(content, jobId);
    const { imageJob } = (await content.ask(JOB, { id: jobId }, draft.ownerId)).data!;
    expect(imageJob.images.map(({ style, platform }: Record<string, string>) => [style, platform])).toEqual([
      ['SIMPLE', 'KAKAO'],
      ['TRENDY', 'KAKAO'],
    ]);
  });

  it('regenerates one image in the same style and size; it looks different and takes the old one’s place', async () => {
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['FANCY'], platforms: ['KAKAO', 'NAVER'] };
    const first = (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages;
    await settled(content, first.id);
    const before = (await content.ask(DRAFT, { id: draft.id }, draft.ownerId)).data?._entities[0];
    const old = before.images.find(({ platform }: Record<string, string>) => platform === 'KAKAO');
    const again = (await content.ask(REGENERATE, { id: old.id }, draft.ownerId)).data?.regenerateImage;
    expect((await settled(content, again.id)).status).toBe('SUCCEEDED');
    const after = (await content.ask(DRAFT, { id: draft.id }, draft.ownerId)).data?._entities[0];
    expect(after.imageJob).toEqual({ id: again.id, status: 'SUCCEEDED' });
    expect(after.images).toHaveLength(2);
    const made = after.images.find(({ platform }: Record<string, string>) => platform === 'KAKAO');
    expect(made).toMatchObject({ style: 'FANCY', platform: 'KAKAO' });
    expect(made.id).not.toBe(old.id);
    const files = await Promise.all([old.id, made.id].map((id) => content.context.imageStore.open(id)));
    expect(Buffer.compare(files[0]!, files[1]!)).not.toBe(0);
    const message = await completed(content, again.id);
    expect(message.images.map(({ id }) => id)).toEqual(after.images.map(({ id }: { id: string }) => id));
    const oldJob = (await content.ask(JOB, { id: first.id }, draft.ownerId)).data?.imageJob;
    expect(oldJob.images).toHaveLength(2);
  });

  it('answers coded errors for bad input and changes nothing', async () => {
    const draft = await seedDraft(content);
    const planless = await seedDraft(content, { chosen: null });
    const published_ = await seedDraft(content, { state: 'PUBLISHED' });
    const stranger = randomUUID();
    const codes = async (input: Record<string, unknown>, userId: string | null) => codeOf(await content.ask(GENERATE, { input }, userId));
    expect(await codes({ draftId: draft.id }, null)).toBe('UNAUTHENTICATED');
    expect(await codes({ draftId: draft.id }, stranger)).toBe('EVENT_001');
    expect(await codes({ draftId: randomUUID() }, stranger)).toBe('EVENT_001');
    expect(await codes({ draftId: "x' or 1=1" }, stranger)).toBe('EVENT_001');
    expect(await codes({ draftId: planless.id }, planless.ownerId)).toBe('CONTENT_003');
    expect(await codes({ draftId: published_.id }, published_.ownerId)).toBe('EVENT_002');
    expect(await codes({ draftId: draft.id, styles: [] }, draft.ownerId)).toBe('BAD_USER_INPUT');
    expect(await codes({ draftId: draft.id, platforms: [] }, draft.ownerId)).toBe('BAD_USER_INPUT');
    expect(codeOf(await content.ask(REGENERATE, { id: randomUUID() }, draft.ownerId))).toBe('EVENT_001');
    expect(codeOf(await content.ask(REGENERATE, { id: randomUUID() }, null))).toBe('UNAUTHENTICATED');
    const drafts = [draft.id, planless.id, published_.id];
    expect(await content.context.database.sql('select 1 from image_requests where draft_id = any($1)', [drafts])).toEqual([]);
  });

  it('shows a job and a draft’s images to their owner only, an image to everybody', async () => {
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['SIMPLE'], platforms: ['NAVER'] };
    const job = (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages;
    await settled(content, job.id);
    const stranger = randomUUID();
    expect(codeOf(await content.ask(JOB, { id: job.id }, stranger))).toBe('EVENT_001');
    expect(codeOf(await content.ask(JOB, { id: randomUUID() }, stranger))).toBe('EVENT_001');
    expect(codeOf(await content.ask(JOB, { id: job.id }, null))).toBe('UNAUTHENTICATED');
    await expect(content.live(LIVE_JOB, { id: job.id }, stranger)).rejects.toThrow('EVENT_001');
    await expect(content.live(LIVE_JOB, { id: job.id }, null)).rejects.toThrow('UNAUTHENTICATED');
    const foreign = await content.ask(DRAFT, { id: draft.id }, stranger);
    expect([foreign.data?._entities[0], codeOf(foreign)]).toEqual([null, 'EVENT_001']);
    const own = (await content.ask(DRAFT, { id: draft.id }, draft.ownerId)).data?._entities[0];
    const [image] = own.images;
    const open = (await content.ask(IMAGE, { id: image.id }, null)).data?.image;
    expect(open).toMatchObject({ ...image, width: 800, height: 600 });
    expect((await content.ask(IMAGE, { id: 'nonsense' }, null)).data?.image).toBeNull();
    expect(codeOf(await content.ask(REGENERATE, { id: image.id }, stranger))).toBe('EVENT_001');
  });
});
