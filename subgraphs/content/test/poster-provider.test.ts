import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createPosterPress } from '../poster-press.ts';
import { createPosterProvider } from '../poster-provider.ts';
import { imageProviderSuite } from './image-provider-suite.ts';
import { cafePoster, nine } from './poster-requests.ts';

imageProviderSuite('poster', async () => {
  const press = createPosterPress({ threads: 2 });
  return { provider: createPosterProvider(press), dispose: press.close };
});

describe('the poster provider', () => {
  const press = createPosterPress({ threads: 2 });
  const provider = createPosterProvider(press);
  afterAll(() => press.close());
  const { signal } = new AbortController();
  const hashes = async (requests: Parameters<typeof provider.render>[0][]): Promise<string[]> =>
    (await Promise.all(requests.map((request) => provider.render(request, signal)))).map(({ png }) =>
      createHash('sha256').update(png).digest('hex'),
    );

  it('makes nine different pictures of one plan', async () => {
    expect(new Set(await hashes(nine(cafePoster))).size).toBe(9);
  }, 90_000);

  it('makes the same picture from the same request, and another for another shop or the next variant', async () => {
    const elsewhere = { ...cafePoster, store: { ...cafePoster.store, address: '부산 수영구' } };
    const [first, again, variant, neighbour] = await hashes([cafePoster, cafePoster, { ...cafePoster, variant: 1 }, elsewhere]);
    expect(again).toBe(first);
    expect(new Set([first, variant, neighbour]).size).toBe(3);
  }, 90_000);
});
