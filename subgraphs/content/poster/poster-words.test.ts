import { describe, expect, it } from '@jest/globals';
import { cafePoster } from '../test/poster-requests.ts';
import { posterWords } from './poster-words.ts';
import { loadTypeface } from './typeface.ts';

const typeface = loadTypeface();
const placeAt = (address: string): string => posterWords({ ...cafePoster, store: { ...cafePoster.store, address } }, typeface).place;

describe('the place on a poster', () => {
  it.each([
    ['서울 마포구 연남로 12', '서울 마포구 · 카페'],
    ['Gyeongsangnam-do Changwon-si Uichang-gu 1', 'Gyeongsangnam-do Changwon-si · 카페'],
    ['서울', '서울 · 카페'],
    [`서울 ${'가'.repeat(38)}`, '서울 · 카페'],
    ['가'.repeat(200), '카페'],
  ])('is the address’s city and district, as far as they are no longer than the name of a place, and the trade: %s', (address, place) => {
    expect(placeAt(address)).toBe(place);
  });
});
