import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadById } from './load-by-id.ts';

describe('loading by id', () => {
  const [known, unknown] = [randomUUID(), randomUUID()];
  const reads: (readonly string[])[] = [];
  const load = loadById(async (ids) => {
    reads.push(ids);
    return new Map([[known, 'found']]);
  });

  it('reads what one tick asks for at once, whatever the case of the letters, and asks for nothing that is no id', async () => {
    const asked = [known, known.toUpperCase(), unknown, 'nothing', ''];
    expect(await Promise.all(asked.map(load))).toEqual(['found', 'found', null, null, null]);
    expect(reads).toEqual([[known, known, unknown]]);
  });

  it('remembers nothing', async () => {
    reads.length = 0;
    for (let times = 0; times < 2; times++) await load(known);
    expect(reads).toHaveLength(2);
  });

  it('reads 500 at most at once', async () => {
    reads.length = 0;
    await Promise.all(Array.from({ length: 501 }, () => load(randomUUID())));
    expect(reads.map(({ length }) => length)).toEqual([500, 1]);
  });
});
