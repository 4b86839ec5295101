import { describe, expect, it } from '@jest/globals';
import { Resvg } from '@resvg/resvg-js';
import { Industry } from '#schema/enums.ts';
import { contrast } from '../poster/color.ts';
import { layOutPoster } from '../poster/lay-out-poster.ts';
import type { Poster, TextLine } from '../poster/poster.ts';
import { loadTypeface } from '../poster/typeface.ts';
import { cafePoster, groundsOfNine } from './poster-requests.ts';

const typeface = loadTypeface();

/** WCAG 2.2, AA: text of 24 pixels, or 18.7 in bold, counts as large. */
const needed = ({ size, weight }: TextLine): number => (size >= 24 || (size >= 18.7 && weight >= 700) ? 3 : 4.5);
/** Part of a line's ground that ornament may touch. */
const ORNAMENT = 0.02;
const PITCH = 4;

/** The colours under a line, one each four pixels. */
const groundOf = ({ width, height, art }: Poster) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${art}</svg>`;
  const { pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return ({ rect }: TextLine): string[] => {
    const colors: string[] = [];
    for (let y = Math.ceil(rect.y); y < rect.y + rect.height; y += PITCH)
      for (let x = Math.ceil(rect.x); x < rect.x + rect.width; x += PITCH) {
        const at = (y * width + x) * 4;
        colors.push(`#${pixels.subarray(at, at + 3).toString('hex')}`);
      }
    return colors;
  };
};

describe('every line of a poster can be read on what is really under it', () => {
  it.each(groundsOfNine)('%s for %s on %s', (style, platform, _, ground) => {
    for (const [variant, industry] of Industry.options.entries()) {
      const request = { ...cafePoster, style, platform, variant, store: { ...cafePoster.store, industry } };
      const poster = layOutPoster(request, typeface, ground);
      const colorsUnder = groundOf(poster);
      for (const line of poster.lines) {
        const colors = colorsUnder(line);
        const unreadable = colors.filter((color) => contrast(color, line.color) < needed(line));
        expect([industry, line.text, unreadable.length / colors.length > ORNAMENT ? unreadable.slice(0, 3) : []]).toEqual([
          industry,
          line.text,
          [],
        ]);
      }
    }
  });
});
