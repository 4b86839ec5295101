import { describe, expect, it } from '@jest/globals';
import { createTextLru } from './text-lru.ts';

describe('What is remembered of texts', () => {
  it('is what was used last, as many entries as there is room for', () => {
    const lru = createTextLru<string>({ characters: 1_000, entries: 10 });
    for (const key of 'abcdefghij') lru.set(key, key, 1);
    expect(lru.get('a')).toBe('a');
    lru.set('k', 'k', 1);
    expect([lru.get('a'), lru.get('b'), lru.get('k'), lru.size]).toEqual(['a', undefined, 'k', 10]);
  });

  it('has bounds that need not divide each other', () => {
    const lru = createTextLru<string>({ characters: 1_005, entries: 40 });
    for (let index = 0; index < 50; index++) lru.set(String(index), 'text', 1);
    expect([lru.size, lru.get('11'), lru.get('49')]).toEqual([38, undefined, 'text']);
  });

  it('has no more characters than there is room for, and nothing of more than a tenth', () => {
    const lru = createTextLru<string>({ characters: 100, entries: 100 });
    for (let index = 0; index < 50; index++) lru.set(String(index), 'text', 10);
    expect([lru.size, lru.get('39'), lru.get('40')]).toEqual([10, undefined, 'text']);
    lru.set('49', 'a text that has grown', 11);
    expect([lru.size, lru.get('49'), lru.get('48')]).toEqual([9, undefined, 'text']);
  });
});
