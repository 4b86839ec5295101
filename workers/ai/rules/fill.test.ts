import { describe, expect, it } from '@jest/globals';
import { fill } from './fill.ts';

describe('a template', () => {
  it.each([
    ['국밥', '국밥을'],
    ['커피', '커피를'],
    ['카페 24', '카페 24를'],
    ['1호점 1', '1호점 1을'],
    ['Cafe', 'Cafe을(를)'],
  ])('takes the particle that %s needs', (word, expected) => {
    expect(fill('{word}{을/를}', { word })).toBe(expected);
  });

  it('says 로 after ㄹ', () => {
    expect([fill('{a}{으로/로}', { a: '서울' }), fill('{a}{으로/로}', { a: '부산' }), fill('{a}{으로/로}', { a: '제주' })]).toEqual([
      '서울로',
      '부산으로',
      '제주로',
    ]);
  });

  it('refuses a slot that has no value', () => {
    expect(() => fill('{nothing}', {})).toThrow('nothing');
  });
});
