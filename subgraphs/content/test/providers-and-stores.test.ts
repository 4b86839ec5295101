import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '#kit/testing/test-service.ts';
import { startWireServer, type WireServer } from '#kit/testing/wire-server.ts';
import { readConfig } from '../config.ts';
import type { Context } from '../context.ts';
import { service } from '../main.ts';
import { GENERATE, JOB, seedDraft, settled } from './content-service.ts';
import { fails, paints, plainPng } from './images-api.ts';
import { access, startS3Server } from './s3-server.ts';

const chosen = {
  IMAGE_STORE: 's3',
  S3_BUCKET: 'posters',
  S3_REGION: access.region,
  S3_ACCESS_KEY_ID: access.accessKeyId,
  S3_SECRET_ACCESS_KEY: access.secretAccessKey,
  IMAGE_PROVIDER: 'openai',
  IMAGE_API_KEY: 'sk-secret',
  IMAGE_MODEL: 'gpt-image-1',
};

describe('content with a bucket, a CDN and an images API', () => {
  let content: TestService<Context>;
  let s3: Awaited<ReturnType<typeof startS3Server>>;
  let images: WireServer;
  beforeAll(async () => {
    s3 = await startS3Server();
    images = await startWireServer();
    const own = { S3_ENDPOINT: s3.endpoint, IMAGE_BASE_URL: `${images.url}/v1`, CDN_URL: 'https://cdn.example.com/madang/' };
    content = await startTestService(service, { ...chosen, ...own, PUBLIC_URL: 'https://madang.example.com' });
  });
  afterAll(async () => {
    await content?.close();
    await s3.close();
    await images.close();
  });

  it('keeps pictures in the bucket, gives them URLs of the CDN, and remembers who made each', async () => {
    images.behaves(paints(plainPng('#336699')), fails(400));
    const draft = await seedDraft(content);
    const input = { draftId: draft.id, styles: ['SIMPLE', 'FANCY'], platforms: ['NAVER', 'KAKAO'] };
    const job = (await content.ask(GENERATE, { input }, draft.ownerId)).data?.generateImages;
    expect((await settled(content, job.id)).status).toBe('SUCCEEDED');
    const { imageJob } = (await content.ask(JOB, { id: job.id }, draft.ownerId)).data!;
    for (const { id, url } of imageJob.images) {
      expect(url).toBe(`https://cdn.example.com/madang/images/${id}.png`);
      expect(s3.objects.get(`images/${id}.png`)?.body.toString('latin1', 1, 4)).toBe('PNG');
    }
    const made = await content.context.database.sql('select style, provider from images where job_id = $1 order by style, platform', [
      job.id,
    ]);
    expect(made).toEqual([
      { style: 'FANCY', provider: 'poster' },
      { style: 'FANCY', provider: 'poster' },
      { style: 'SIMPLE', provider: 'openai' },
      { style: 'SIMPLE', provider: 'openai' },
    ]);
    expect(images.received.length).toBeGreaterThanOrEqual(2);
    const text = await content.context.metrics.metrics();
    expect(text).toContain('madang_image_pictures_total{provider="openai"} 2');
    expect(text).toContain('madang_image_pictures_total{provider="poster"} 2');
  });
});

describe('the configuration of content', () => {
  const read = (environment: Record<string, string>) =>
    readConfig({ NODE_ENV: 'test', DATA_DIR: process.env.TEST_DATA_DIR, ...environment });

  it('needs nothing for posters on a disk', () => {
    expect(read({})).toMatchObject({ IMAGE_STORE: 'disk', IMAGE_PROVIDER: 'poster', CDN_URL: '' });
  });

  it('names everything that a choice lacks', () => {
    const lacking = () => read({ IMAGE_STORE: 's3', S3_BUCKET: 'posters', IMAGE_PROVIDER: 'openai', IMAGE_MODEL: 'gpt-image-1' });
    for (const name of ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'IMAGE_API_KEY'])
      expect(lacking).toThrow(new RegExp(`${name}: is required with IMAGE_`));
    expect(lacking).not.toThrow(/S3_BUCKET|IMAGE_MODEL/);
    expect(() => read({ ...chosen, S3_ENDPOINT: 'ftp://somewhere' })).toThrow('S3_ENDPOINT: must be an http');
  });
});
