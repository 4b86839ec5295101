import { graphemes } from './printable-text.ts';

/** Pixels for a headline: a short one is set larger, so that it fills what a longer one would need. */
export const displaySize = (text: string, size: number): number => {
  const { length } = graphemes(text);
  if (length <= 2) return size * 1.7;
  if (length <= 4) return size * 1.45;
  return length <= 7 ? size * 1.2 : size;
};
