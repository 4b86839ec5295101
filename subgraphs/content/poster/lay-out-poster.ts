import type { ImageStyle } from '#schema/enums.ts';
import { fancyDesigns } from './fancy-design.ts';
import { paintedDesign } from './painted-design.ts';
import type { PaintedGround } from './painted-ground.ts';
import { huesOf } from './palette.ts';
import type { Poster } from './poster.ts';
import type { StyleDesigns } from './poster-design.ts';
import { formatOf, type PosterRequest } from './poster-request.ts';
import { posterWords } from './poster-words.ts';
import { seededRandom } from './seeded-random.ts';
import { simpleDesigns } from './simple-design.ts';
import { trendyDesigns } from './trendy-design.ts';
import type { Typeface } from './typeface.ts';

const designs: Record<ImageStyle, StyleDesigns> = { SIMPLE: simpleDesigns, FANCY: fancyDesigns, TRENDY: trendyDesigns };

/**
 * Places every word and ornament of a poster. The look depends on the shop and the variant only: same request, same poster. With a
 * ground, what was painted takes the ornament's place.
 */
export const layOutPoster = (request: PosterRequest, typeface: Typeface, ground: PaintedGround | null = null): Poster => {
  const { style, platform, store, variant } = request;
  const shop = `${store.name}\n${store.address}`;
  const hues = huesOf(store.industry, seededRandom(shop), variant);
  const random = seededRandom(`${shop}\n${style}\n${variant}`);
  const words = posterWords(request, typeface);
  const brief = { words, industry: store.industry, format: formatOf[platform], hues, random, typeface };
  return ground === null ? designs[style][platform](brief) : paintedDesign(style, ground, brief);
};
