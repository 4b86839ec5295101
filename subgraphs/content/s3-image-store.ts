import { S3mini, S3ServiceError } from 's3mini';
import { isUuid } from '#kit/is-uuid.ts';
import { failedStatus, RemoteCallError } from '#kit/remote-call-error.ts';
import { createRemoteCalls } from '#kit/remote-calls.ts';
import { IMAGE_CACHE_CONTROL } from './image-cache-control.ts';
import type { ImageStore } from './image-store.ts';

export type S3ImageStoreOptions = {
  /** The API's base, without the bucket. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Milliseconds for one attempt; 10,000 by default. */
  attemptMs?: number;
};

const NAME = 's3';
const FOLDER = 'images/';
const PAGE = 1_000;

/**
 * Keeps pictures as objects `images/{id}.png` of a bucket that speaks S3 (path style, signature version 4), with the headers that a
 * CDN in front of the bucket passes on. An attempt has 10 s; what may succeed later is tried three times, then rejects with a RemoteCallError.
 */
export const createS3ImageStore = ({ endpoint, bucket, attemptMs = 10_000, ...access }: S3ImageStoreOptions): ImageStore => {
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  const calls = createRemoteCalls({
    server: NAME,
    attemptMs,
    retries: 2,
    backoff: { firstMs: 200, capMs: 2_000 },
    longestWaitMs: 5_000,
    breaker: { failures: 10, halfOpenAfterMs: 5_000 },
  });
  const never = new AbortController().signal;
  const ask = <Answer>(question: (s3: S3mini) => Promise<Answer>): Promise<Answer> =>
    calls.run((signal) => question(new S3mini({ ...access, endpoint: base, fetch: fetchOnce(signal) })).catch(rethrow), never);
  return {
    name: NAME,
    put: async (id, png) => {
      const object = key(id);
      await ask(async (s3) => drained(await s3.putObject(object, png, 'image/png')));
    },
    open: async (id) => {
      const object = key(id);
      const bytes = await ask((s3) => s3.getObjectArrayBuffer(object));
      return bytes === null ? null : new Uint8Array(bytes);
    },
    delete: async (id) => {
      const object = key(id);
      await ask((s3) => s3.deleteObject(object));
    },
    list: async function* () {
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const page = await ask((s3) => s3.listObjectsPaged('/', FOLDER, PAGE, token));
        if (!page) throw new RemoteCallError(NAME, 'refused', { detail: 'there is no such bucket' });
        for (const { Key } of page.objects ?? []) {
          const id = Key.slice(FOLDER.length).replace(/\.png$/, '');
          if (isUuid(id) && Key === key(id)) yield id;
        }
        token = page.nextContinuationToken;
      }
    },
  };
};

const key = (id: string): string => {
  if (!isUuid(id)) throw new TypeError('An image id is a UUID.');
  return `${FOLDER}${id}.png`;
};

/** S3 answers no redirect that could be followed with the same signature. `cache-control` may come unsigned. */
const fetchOnce =
  (signal: AbortSignal): typeof fetch =>
  (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (init.method === 'PUT') headers.set('cache-control', IMAGE_CACHE_CONTROL);
    return fetch(input, { ...init, headers, signal, redirect: 'error' });
  };

const drained = async (response: Response): Promise<void> => void (await response.arrayBuffer());

const rethrow = (error: unknown): never => {
  if (error instanceof S3ServiceError) throw failedStatus(NAME, error.status, undefined, new Date());
  throw error;
};
