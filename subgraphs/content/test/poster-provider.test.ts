import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { formatOf } from '../poster/poster-request.ts';
import { createPosterPress } from '../poster-press.ts';
import { createPosterProvider } from '../poster-provider.ts';
import { cafePoster, nine } from './poster-requests.ts';

const press = createPosterPress({ threads: 2 });
const provider = createPosterProvider(press);
afterAll(() => press.close());

const signal = new AbortController().signal;
const sizeOf = (png: Uint8Array) => {
  const view = Buffer.from(png);
  return { signature: view.subarray(0, 8).toString('latin1'), width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
};
const hash = (png: Uint8Array) => createHash('sha256').update(png).digest('hex');

describe('the poster provider', () => {
  it('makes nine PNG pictures of the sizes of spec §2, all different', async () => {
    const requests = nine(cafePoster);
    const images = await Promise.all(requests.map((request) => provider.render(request, signal)));
    images.forEach(({ png, width, height }, at) => {
      const format = formatOf[requests[at]!.platform];
      expect({ width, height }).toEqual(format);
      expect(sizeOf(png)).toEqual({ signature: '\x89PNG\r\n\x1a\n', ...format });
    });
    expect(new Set(images.map(({ png }) => hash(png))).size).toBe(9);
  });

  it('makes the same picture from the same request, and another for another shop or the next variant', async () => {
    const requests = [
      cafePoster,
      cafePoster,
      { ...cafePoster, variant: 1 },
      { ...cafePoster, store: { ...cafePoster.store, address: '부산 수영구' } },
    ];
    const [first, again, variant, neighbour] = (await Promise.all(requests.map((request) => provider.render(request, signal)))).map(
      ({ png }) => hash(png),
    );
    expect(again).toBe(first);
    expect(new Set([first, variant, neighbour]).size).toBe(3);
  });

  it('leaves the event loop free while it draws', async () => {
    const drawing = provider.render({ ...cafePoster, style: 'FANCY' }, signal);
    let turns = 0;
    let going = true;
    const count = () => {
      turns++;
      if (going) setImmediate(count);
    };
    count();
    await drawing;
    going = false;
    expect(turns).toBeGreaterThan(50);
  });

  it('stops at once when its signal aborts, and goes on with the next request', async () => {
    const stop = new AbortController();
    const drawing = provider.render(cafePoster, stop.signal);
    stop.abort(new Error('not wanted any more'));
    await expect(drawing).rejects.toThrow('not wanted any more');
    expect((await provider.render(cafePoster, signal)).width).toBe(1080);
  });
});
