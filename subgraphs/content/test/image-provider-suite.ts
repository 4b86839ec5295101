import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import type { ImageProvider } from '../image-provider.ts';
import { formatOf } from '../poster/poster-request.ts';
import { cafePoster, nine } from './poster-requests.ts';

type Subject = { provider: ImageProvider; dispose: () => Promise<void> };

/** What every provider of pictures does, whoever draws them. */
export const imageProviderSuite = (name: string, create: () => Promise<Subject>): void => {
  describe(`the image provider: ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => {
      await subject.provider.close();
      await subject.dispose();
    });
    const { signal } = new AbortController();

    it('makes a PNG of its platform’s size (spec §2) for each style and platform, and says that it is its own', async () => {
      for (const request of nine(cafePoster)) {
        const { png, provider, ...size } = await subject.provider.render(request, signal);
        const { width, height } = PNG.sync.read(Buffer.from(png));
        expect([size, { width, height }, provider]).toEqual([formatOf[request.platform], formatOf[request.platform], name]);
      }
    }, 90_000);

    it('leaves the event loop free while it works', async () => {
      const working = subject.provider.render({ ...cafePoster, style: 'FANCY', variant: 1 }, signal);
      let [turns, going] = [0, true];
      const count = (): void => {
        turns++;
        if (going) setImmediate(count);
      };
      count();
      await working;
      going = false;
      expect(turns).toBeGreaterThan(50);
    });

    it('stops at once when nobody waits for the picture, and goes on with the next one', async () => {
      const stop = new AbortController();
      const working = subject.provider.render({ ...cafePoster, variant: 2 }, stop.signal);
      stop.abort(new Error('not wanted any more'));
      await expect(working).rejects.toThrow('not wanted any more');
      expect((await subject.provider.render({ ...cafePoster, variant: 3 }, signal)).provider).toBe(name);
    });
  });
};
