import { graphemes } from './printable-text.ts';

export type Wrapped = { lines: string[] /** A word had to be split because it is longer than a line. */; broken: boolean };
type Measure = (text: string) => number;

const splitWord = (word: string, width: number, measure: Measure): string[] => {
  const parts: string[] = [];
  let part = '';
  for (const grapheme of graphemes(word)) {
    if (part !== '' && measure(part + grapheme) > width) {
      parts.push(part);
      part = grapheme;
    } else part += grapheme;
  }
  return [...parts, part];
};

const fill = (words: string[], width: number, measure: Measure): Wrapped => {
  const space = measure(' ');
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  let broken = false;
  for (const word of words) {
    const needs = measure(word);
    if (line !== '' && taken + space + needs <= width) {
      line = `${line} ${word}`;
      taken += space + needs;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = needs <= width ? [word] : splitWord(word, width, measure);
    broken ||= parts.length > 1;
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1)!;
    taken = measure(line);
  }
  return { lines: line === '' ? lines : [...lines, line], broken };
};

/** Breaks text at spaces (Korean keeps words whole) into lines no wider than `width` pixels, of about equal length. */
export const wrapText = (text: string, width: number, measure: Measure): Wrapped => {
  const words = text.split(' ').filter((word) => word !== '');
  const widest = fill(words, width, measure);
  if (widest.lines.length < 2 || widest.broken) return widest;
  let best = widest;
  let low = width / 2;
  let high = width;
  for (let step = 0; step < 7; step++) {
    const middle = (low + high) / 2;
    const tried = fill(words, middle, measure);
    if (tried.lines.length === widest.lines.length && !tried.broken) {
      best = tried;
      high = middle;
    } else low = middle;
  }
  return best;
};
