import { describe, expect, it } from '@jest/globals';
import { createLru } from './lru.ts';

describe('What is remembered', () => {
  it('is what was used last, as many entries as there is room for', () => {
    const lru = createLru<number>(2);
    for (const [index, key] of ['a', 'b'].entries()) lru.set(key, index);
    expect(lru.get('a')).toBe(0);
    lru.set('c', 2);
    expect([lru.get('a'), lru.get('b'), lru.get('c'), lru.size()]).toEqual([0, undefined, 2, 2]);
  });

  it('weighs no more than there is room for, and nothing in it more than a tenth', () => {
    const lru = createLru<string>(100);
    for (let index = 0; index < 50; index++) lru.set(String(index), 'text', 10);
    expect([lru.size(), lru.get('39'), lru.get('40')]).toEqual([10, undefined, 'text']);
    lru.set('49', 'a text that has grown', 11);
    expect([lru.size(), lru.get('49'), lru.get('48')]).toEqual([9, undefined, 'text']);
  });
});
