import type { Weight } from './font-face.ts';

export type Rect = { x: number; y: number; width: number; height: number };
export type Role = 'shop' | 'place' | 'title' | 'prize' | 'method' | 'period' | 'label';

/** One set line. `rect` is its line box, as wide as its text without kerning; with it the text is a little narrower, and `align` says where it stands. */
export type TextLine = {
  role: Role;
  text: string;
  rect: Rect;
  size: number;
  weight: Weight;
  color: string;
  tracking: number;
  align: 'left' | 'center';
};

/** A laid out poster: `art` is SVG markup beneath the text; it never contains words of a shop. */
export type Poster = { width: number; height: number; art: string; lines: TextLine[] };
