import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { endingMessages, errorMessages, pathMessages, protocolMessages } from '#schema/errors.ts';

describe('docs/errors.md', () => {
  it('has every code of the catalogue, in its order, with both messages', async () => {
    const text = await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(([, code, , en, ko]) => [code, en, ko]);
    const messages = { ...errorMessages, ...protocolMessages };
    expect(rows).toEqual(Object.entries(messages).map(([code, { en, ko }]) => [code, en, ko]));
  });

  it('has messages in Korean that are Korean, and in English that are not', () => {
    for (const { en, ko } of Object.values({ ...errorMessages, ...protocolMessages, ...endingMessages, ...pathMessages })) {
      expect(ko).toMatch(/\p{Script=Hangul}/u);
      expect(en).not.toMatch(/\p{Script=Hangul}/u);
    }
  });
});
