import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import type { Context } from '../context.ts';
import { createDiskImageStore } from '../disk-image-store.ts';
import { serveImages } from '../serve-images.ts';

describe('GET /images/{id}.png', () => {
  const id = randomUUID();
  let folder: string;
  let app: FastifyInstance;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-images-'));
    const imageStore = createDiskImageStore(folder);
    await imageStore.put(id, new Uint8Array([1, 2, 3]));
    app = fastify();
    serveImages(app, { imageStore } as Context);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('serves the file so that caches keep it for ever', async () => {
    const response = await app.inject(`/images/${id}.png`);
    expect([...response.rawPayload]).toEqual([1, 2, 3]);
    expect(response.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '3',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      etag: `"${id}"`,
    });
  });

  it('answers 304 to who has it', async () => {
    const response = await app.inject({ url: `/images/${id}.png`, headers: { 'if-none-match': `W/"other", "${id}"` } });
    expect([response.statusCode, response.body]).toEqual([304, '']);
  });

  it('says so in the language of whoever asks for a picture that is not there', async () => {
    const response = await app.inject({ url: `/images/${randomUUID()}.png`, headers: { 'accept-language': 'ko' } });
    expect(response.json()).toEqual({ error: '찾으시는 이미지가 없습니다.' });
  });

  it.each([`/images/${randomUUID()}.png`, `/images/${id}`, `/images/${id}.jpg`, '/images/..%2f..%2fetc%2fpasswd', '/images/%00.png'])(
    'answers 404 to %s',
    async (url) => {
      const response = await app.inject(url);
      expect([response.statusCode, response.headers['cache-control']]).toEqual([404, 'no-store']);
    },
  );
});
