import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Font, parse } from '@shuding/opentype.js';

export type Weight = 500 | 700 | 900;
export type FontFile = { name: string; weight: Weight; style: 'normal'; data: Buffer };

/** Measures text and knows which characters can be drawn. */
export type Typeface = {
  /** Pixels that `text` takes on one line at `size` pixels; `tracking` in em is added after each character. */
  width(text: string, weight: Weight, size: number, tracking?: number): number;
  draws(character: string): boolean;
  /** What satori draws the same text with. */
  files: FontFile[];
};

const faces: Record<Weight, string> = { 500: 'Medium', 700: 'Bold', 900: 'Black' };
const CACHED_WIDTHS = 20_000;

const parseFont = (data: Buffer): Font => parse(new Uint8Array(data).buffer);

/** Pretendard in three weights, read from its package. Reading and parsing takes about 0.3 s: once a thread. */
export const loadTypeface = (): Typeface => {
  const require = createRequire(import.meta.url);
  const files = ([500, 700, 900] as const).map(
    (weight): FontFile => ({
      name: 'Pretendard',
      weight,
      style: 'normal',
      data: readFileSync(require.resolve(`pretendard/dist/public/static/Pretendard-${faces[weight]}.otf`)),
    }),
  );
  const fonts = new Map(files.map(({ weight, data }) => [weight, parseFont(data)]));
  const widths = new Map<string, number>();
  const unitWidth = (text: string, weight: Weight): number => {
    const key = `${weight}:${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (widths.size > CACHED_WIDTHS) widths.clear();
    const width = fonts.get(weight)!.getAdvanceWidth(text, 1000) / 1000;
    widths.set(key, width);
    return width;
  };
  return {
    width: (text, weight, size, tracking = 0) => (unitWidth(text, weight) + tracking * [...text].length) * size,
    draws: (character) => fonts.get(700)!.charToGlyphIndex(character) !== 0,
    files,
  };
};
