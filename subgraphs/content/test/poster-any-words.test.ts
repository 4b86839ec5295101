import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Industry } from '#schema/enums.ts';
import { layOutPoster } from '../poster/lay-out-poster.ts';
import type { Poster } from '../poster/poster.ts';
import type { PosterRequest } from '../poster/poster-request.ts';
import { type PosterWords, posterWords } from '../poster/poster-words.ts';
import { loadTypeface } from '../poster/typeface.ts';
import { outside, overlapping } from './poster-lines.ts';
import { cafePoster, groundsOfNine } from './poster-requests.ts';

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
  store: fc.record({ name: words(100), industry: fc.constantFrom(...Industry.options), address: words(200) }),
  plan: fc.record({ title: words(100), prize: words(200), participationMethod: words(200) }),
  period: fc.constantFrom(null, cafePoster.period),
  variant: fc.nat({ max: 9 }),
}) satisfies fc.Arbitrary<PosterRequest>;

/** What a layout has a place for. */
const rolesOn = ({ lines }: Poster): (keyof PosterWords)[] => [...new Set(lines.flatMap(({ role }) => (role === 'label' ? [] : [role])))];

const said = (poster: Poster, role: string): string =>
  poster.lines
    .filter((line) => line.role === role)
    .map(({ text }) => text)
    .join('')
    .replaceAll(' ', '');

describe('a shop’s words of any length, from one character to the limit', () => {
  it.each(groundsOfNine)('are all said on %s for %s with %s, inside the picture, and no lines touch', (style, platform, _, ground) => {
    const roles = rolesOn(layOutPoster({ ...cafePoster, style, platform }, typeface, ground));
    expect(roles).toEqual(expect.arrayContaining(['shop', 'title', 'prize', 'period']));
    fc.assert(
      fc.property(requests, (request) => {
        const poster = layOutPoster({ ...request, style, platform }, typeface, ground);
        expect([outside(poster), overlapping(poster)]).toEqual([[], []]);
        const words = posterWords(request, typeface);
        for (const role of roles) expect([role, said(poster, role)]).toEqual([role, words[role].replaceAll(' ', '')]);
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
  });

  it.each(groundsOfNine)(
    'are all said on %s for %s with %s when each is as long as it may be, with and without spaces',
    (style, platform, _, ground) => {
      for (const pattern of ['가', '떡볶이 ', '우리동네행복한 ', 'W', 'ab ', '韓牛', '🎉']) {
        const full = (limit: number) => pattern.repeat(limit).slice(0, limit);
        const request: PosterRequest = {
          ...cafePoster,
          store: { ...cafePoster.store, name: full(100), address: full(200) },
          plan: { title: full(100), prize: full(200), participationMethod: full(200) },
        };
        const poster = layOutPoster({ ...request, style, platform }, typeface, ground);
        expect([outside(poster), overlapping(poster)]).toEqual([[], []]);
        const words = posterWords(request, typeface);
        for (const role of rolesOn(poster)) expect([role, said(poster, role)]).toEqual([role, words[role].replaceAll(' ', '')]);
      }
    },
  );
});
