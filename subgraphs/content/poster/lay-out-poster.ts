import type { ImageStyle } from '#schema/enums.ts';
import { fancyDesigns } from './fancy-design.ts';
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

/** Places every word and ornament of a poster. The look depends on the shop and the variant only: same request, same poster. */
export const layOutPoster = (request: PosterRequest, typeface: Typeface): Poster => {
  const { style, platform, store, variant } = request;
  const shop = `${store.name}\n${store.address}`;
  const hues = huesOf(store.industry, seededRandom(shop), variant);
  const random = seededRandom(`${shop}\n${style}\n${variant}`);
  const words = posterWords(request, typeface);
  return designs[style][platform]({ words, industry: store.industry, format: formatOf[platform], hues, random, typeface });
};
