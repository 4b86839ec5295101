import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '#kit/testing/test-service.ts';
import type { Context } from '../context.ts';
import { forgetRequests } from '../forget-requests.ts';
import { imageId } from '../image-id.ts';
import { GENERATE, seedDraft, settled, startContent } from './content-service.ts';
import { createPacedProvider } from './paced-provider.ts';

describe('forgetRequests', () => {
  let content: TestService<Context>;
  beforeAll(async () => {
    content = await startContent({ imageProvider: createPacedProvider() });
  });
  afterAll(() => content?.close());

  const inHours = (hours: number) => forgetRequests({ ...content.context, now: () => new Date(Date.now() + hours * 3_600_000) });
  const requests = (jobId: string) => content.context.database.sql('select 1 from image_requests where job_id = $1', [jobId]);

  it('deletes the files that a killed job left without an image, a day after its request, and no others', async () => {
    const { imageStore, database } = content.context;
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['SIMPLE'] };
    const job = (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages;
    await settled(content, job.id);
    const stranger = randomUUID();
    await imageStore.put(stranger, new Uint8Array([1]));
    const orphan = imageId(job.id, 'SIMPLE', 'KAKAO');
    await database.sql('delete from images where id = $1', [orphan]);
    await inHours(23);
    expect([await imageStore.open(orphan), await requests(job.id)]).toEqual([expect.anything(), [expect.anything()]]);
    await inHours(24.1);
    expect([await imageStore.open(orphan), await requests(job.id)]).toEqual([null, []]);
    const others = [imageId(job.id, 'SIMPLE', 'NAVER'), imageId(job.id, 'SIMPLE', 'INSTAGRAM'), stranger];
    for (const id of others) expect(await imageStore.open(id)).not.toBeNull();
  });

  it('keeps a request whose orphans could not be deleted, for the next time', async () => {
    const draft = await seedDraft(content);
    const job = (await content.ask(GENERATE, { input: { draftId: draft.id, styles: ['TRENDY'] } }, draft.ownerId)).data?.generateImages;
    await settled(content, job.id);
    await content.context.database.sql('delete from images where job_id = $1', [job.id]);
    const away = { ...content.context.imageStore, delete: () => Promise.reject(new Error('The store is away.')) };
    const later = { ...content.context, imageStore: away, now: () => new Date(Date.now() + 25 * 3_600_000) };
    await expect(forgetRequests(later)).rejects.toThrow('The store is away.');
    expect(await requests(job.id)).toHaveLength(1);
    await inHours(25);
    expect(await requests(job.id)).toEqual([]);
  });
});
