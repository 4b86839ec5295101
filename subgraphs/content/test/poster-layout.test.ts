import { describe, expect, it } from '@jest/globals';
import { Resvg } from '@resvg/resvg-js';
import { drawText } from '../poster/draw-poster.ts';
import { layOutPoster } from '../poster/lay-out-poster.ts';
import type { Poster } from '../poster/poster.ts';
import type { PosterRequest } from '../poster/poster-request.ts';
import { loadTypeface } from '../poster/typeface.ts';
import { EDGE, outside, overlapping } from './poster-lines.ts';
import { cafePoster, hardWords, nine } from './poster-requests.ts';

const typeface = loadTypeface();

const worded = (shop: string, title: string, prize: string, method: string): PosterRequest => ({
  ...cafePoster,
  store: { ...cafePoster.store, name: shop },
  plan: { title, prize, participationMethod: method },
});
const hardRequests = hardWords.flatMap((word) => [
  worded(word, '단골 감사', '커피', '매장에서 응모'),
  worded('마당', word, '커피', '매장에서 응모'),
  worded('마당', '단골 감사', word, '매장에서 응모'),
  worded('마당', '단골 감사', '커피', word),
  worded(word, word, word, word),
]);

const unaligned = (poster: Poster): Poster => ({ ...poster, lines: poster.lines.map((line) => ({ ...line, align: 'left' })) });

describe('posters of words of any length', () => {
  it.each(nine(cafePoster).map((request) => [request.style, request.platform] as const))(
    '%s for %s clips nothing and lets no lines touch',
    (style, platform) => {
      for (const request of hardRequests) {
        for (const period of [null, cafePoster.period]) {
          const poster = layOutPoster({ ...request, style, platform, period }, typeface);
          expect(outside(poster)).toEqual([]);
          expect(overlapping(poster)).toEqual([]);
        }
        const painted = layOutPoster({ ...request, style, platform }, typeface, () => '');
        expect(outside(painted)).toEqual([]);
        expect(overlapping(painted)).toEqual([]);
      }
    },
  );

  it('say every word of a shop name and a title of 100 and a prize of 200 characters', () => {
    const [name, title, prize] = ['우리동네 ', '행복한 하루 ', '선물 꾸러미 '].map((words) => words.repeat(60)) as [string, string, string];
    const request = worded(name.slice(0, 100).trim(), title.slice(0, 100).trim(), prize.slice(0, 200).trim(), '응모');
    for (const each of nine(request))
      for (const ground of [null, () => '']) {
        const { lines } = layOutPoster(each, typeface, ground);
        const said = (role: string) =>
          lines
            .filter((line) => line.role === role)
            .map((line) => line.text)
            .join(' ');
        expect([said('shop'), said('title'), said('prize')]).toEqual([request.store.name, request.plan.title, request.plan.prize]);
      }
  });

  it('keep Korean words whole unless a word alone is longer than a line', () => {
    for (const each of nine(cafePoster)) {
      const { lines } = layOutPoster(each, typeface);
      const said = lines
        .filter((line) => line.role === 'title')
        .map((line) => line.text)
        .join(' ');
      expect(said).toBe(cafePoster.plan.title);
    }
  });

  it('leave the line out when the dates are not known', () => {
    for (const each of nine({ ...cafePoster, period: null })) {
      expect(
        layOutPoster(each, typeface)
          .lines.map((line) => line.text)
          .join(' '),
      ).not.toMatch(/기간|\d{4}\./);
    }
  });

  it('are drawn where they were laid out: the ink lies inside the canvas, never wider than was measured', async () => {
    for (const request of [
      ...nine(worded('마당 커피 AVATAR', 'WAVE To 단골 gypsum', '커피 AWAY 100%', '응모')),
      ...nine(worded('🎉 韓牛館 ☕️', '祝開業 ラーメン 🎁🎁 大잔치 👍🏽', 'Apple ⌚️ 最高級 韓牛', '📸 응모')),
    ]) {
      const poster = layOutPoster(request, typeface);
      const seen: number[] = [];
      await drawText(unaligned(poster), typeface, ({ textContent, width }) => textContent !== undefined && seen.push(width));
      poster.lines.forEach(({ rect }, at) => {
        expect(seen[at]).toBeLessThan(rect.width * 1.005 + 1.5);
      });
      const ink = new Resvg(await drawText(poster, typeface), { font: { loadSystemFonts: false } }).getBBox()!;
      expect(Math.min(ink.x, ink.y, poster.width - ink.x - ink.width, poster.height - ink.y - ink.height)).toBeGreaterThan(EDGE);
    }
  });
});
