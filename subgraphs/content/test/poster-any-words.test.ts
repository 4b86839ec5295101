import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Industry } from '#schema/enums.ts';
import { layOutPoster } from '../poster/lay-out-poster.ts';
import type { PosterRequest } from '../poster/poster-request.ts';
import { posterWords } from '../poster/poster-words.ts';
import { loadTypeface } from '../poster/typeface.ts';
import { outside, overlapping } from './poster-lines.ts';
import { cafePoster, nine } from './poster-requests.ts';

const typeface = loadTypeface();

const scripts = [
  fc.constantFrom(...'가나다라마바사아자차카타파하국밥떡볶이잔닭뷁'),
  fc.constantFrom(...'abcdefgMWil.,!%&@#0123456789'),
  fc.constantFrom(...'韓牛好運館淸潭美食祝開業ラーメンすし'),
  fc.constantFrom('🎉', '👍🏽', '☕️', '👩🏽‍🍳', '3️⃣', '🇰🇷', '★'),
];
const word = (most: number) =>
  fc.oneof(...scripts.map((script) => fc.array(script, { minLength: 1, maxLength: most }).map((characters) => characters.join(''))));

/** From one character to the limit: few long words, many short ones, and everything between. */
const words = (limit: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: limit }), fc.constantFrom(1, 3, 8, limit))
    .chain(([length, longest]) =>
      fc.array(word(longest), { minLength: 1, maxLength: length }).map((all) => all.join(' ').slice(0, length)),
    );

const requests = fc.record({
  style: fc.constant(cafePoster.style),
  platform: fc.constant(cafePoster.platform),
  store: fc.record({ name: words(60), industry: fc.constantFrom(...Industry.options), address: words(100) }),
  plan: fc.record({ title: words(100), prize: words(200), participationMethod: words(200) }),
  period: fc.constantFrom(null, cafePoster.period),
  variant: fc.nat({ max: 9 }),
}) satisfies fc.Arbitrary<PosterRequest>;

const said = (poster: ReturnType<typeof layOutPoster>, role: string): string =>
  poster.lines
    .filter((line) => line.role === role)
    .map(({ text }) => text)
    .join('')
    .replaceAll(' ', '');

describe('a shop’s words of any length, from one character to the limit', () => {
  it.each(nine(cafePoster).map(({ style, platform }) => [style, platform] as const))(
    'are all said on %s for %s, inside the picture, and no lines touch',
    (style, platform) => {
      fc.assert(
        fc.property(requests, (request) => {
          const poster = layOutPoster({ ...request, style, platform }, typeface);
          expect([outside(poster), overlapping(poster)]).toEqual([[], []]);
          const { shop, title, prize } = posterWords(request, typeface);
          expect([said(poster, 'shop'), said(poster, 'title'), said(poster, 'prize')]).toEqual(
            [shop, title, prize].map((text) => text.replaceAll(' ', '')),
          );
        }),
        { numRuns: 60, seed: 20_261_121 },
      );
    },
  );
});
