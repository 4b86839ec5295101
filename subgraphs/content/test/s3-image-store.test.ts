import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { createS3ImageStore, type S3ImageStoreOptions } from '../s3-image-store.ts';
import { imageStoreSuite } from './image-store-suite.ts';
import { access, startS3Server } from './s3-server.ts';

const start = async (options: Partial<S3ImageStoreOptions> = {}) => {
  const server = await startS3Server();
  const { endpoint, bucket } = server;
  return { server, store: createS3ImageStore({ endpoint, bucket, ...access, ...options }) };
};

imageStoreSuite('S3', async () => {
  const { server, store } = await start();
  return { store, dispose: server.close };
});

describe('the image store in S3', () => {
  const cleanups = createCleanupStack();
  afterEach(cleanups.run);
  const opened = async (options?: Partial<S3ImageStoreOptions>) => {
    const one = await start(options);
    cleanups.add(one.server.close);
    return one;
  };
  const png = new Uint8Array([1, 2, 3]);

  it('keeps an image under the path of its URL, with the headers that a CDN passes on', async () => {
    const { server, store } = await opened();
    const id = randomUUID();
    await store.put(id, png);
    expect(server.objects.get(`images/${id}.png`)?.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '3',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('tries again what a busy server or a lost connection has refused', async () => {
    const { server, store } = await opened();
    const id = randomUUID();
    server.failNext('error', 'drop');
    await store.put(id, png);
    server.failNext('drop', 'error');
    expect(await store.open(id)).toEqual(png);
  });

  it('gives up a server that does not answer', async () => {
    const { server, store } = await opened({ attemptMs: 50 });
    server.failNext('hang', 'hang', 'hang');
    await expect(store.open(randomUUID())).rejects.toThrow('s3: timeout');
  });

  it('is refused with a wrong key at once, and tells nothing of it', async () => {
    const { server, store } = await opened({ secretAccessKey: 'a guess' });
    await expect(store.put(randomUUID(), png)).rejects.toThrow('s3: unauthorised (status 403)');
    expect(server.asked()).toBe(1);
  });

  it('rejects when the bucket is not there', async () => {
    const { store } = await opened({ bucket: 'elsewhere' });
    await expect(store.put(randomUUID(), png)).rejects.toThrow('s3: refused (status 404)');
    await expect(Array.fromAsync(store.list())).rejects.toThrow('there is no such bucket');
  });
});
