import { graphemes } from './printable-text.ts';

/** Text that is measured once and wrapped for many widths, in the unit of the measure. */
export type Copy = { words: Word[]; space: number };
type Word = { text: string; width: number; isOneSyllable: boolean; isNumber: boolean; characters: () => Character[] };
type Character = { text: string; width: number };

export type Wrapped = {
  lines: string[];
  /** A word had to be split because it is longer than a line. */
  broken: boolean;
  /** The last line is one syllable alone, or one of few lines ends in a word of one syllable that belongs to the next ("첫 / 방문"). */
  untidy: boolean;
};

/** What a break costs, in squares of the slack it may buy: after a word of one syllable or a number, which belongs to the next one ("한 잔", "100 명"), and before one of one syllable. */
const AFTER_CLINGING = 0.25;
const BEFORE_CLINGING = 0.06;
const ORPHAN = 1;
/** A headline has so many lines at most. */
const FEW_LINES = 3;

/** Takes text apart at its spaces (Korean keeps words whole). */
export const measuredCopy = (text: string, measure: (text: string) => number): Copy => ({
  words: text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => measuredWord(word, measure)),
  space: measure(' '),
});

const measuredWord = (text: string, measure: (text: string) => number): Word => {
  let characters: Character[] | undefined;
  return {
    text,
    width: measure(text),
    isOneSyllable: graphemes(text.replace(/\p{P}/gu, '')).length === 1,
    isNumber: /^\p{N}[\p{N}.,%]*$/u.test(text),
    characters: () => {
      characters ??= graphemes(text).map((character) => ({ text: character, width: measure(character) }));
      return characters;
    },
  };
};

/**
 * Breaks text at spaces into the fewest lines no wider than `width`, and among those into the most even ones: the sum of the squares of
 * what lines leave empty is least, a break beside a one-syllable word or a number costs extra, and a last line of one syllable much. A
 * word longer than a line is split into even parts.
 */
export const wrapText = ({ words, space }: Copy, width: number): Wrapped => {
  const parts = words.flatMap((word) => (word.width <= width ? [word] : evenParts(word, width)));
  const lines = fewestAndEvenest(parts, space, width);
  return {
    lines: lines.map((line) => line.map(({ text }) => text).join(' ')),
    broken: parts.length > words.length,
    untidy: lines.length > 1 && (isOrphan(lines.at(-1)!) || (lines.length <= FEW_LINES && lines.slice(0, -1).some(endsInClinging))),
  };
};

const isOrphan = (line: Word[]): boolean => line.length === 1 && line[0]!.isOneSyllable;
const endsInClinging = (line: Word[]): boolean => line.length > 1 && line.at(-1)!.isOneSyllable;

type Tail = { next: number; lines: number; cost: number };

const fewestAndEvenest = (words: Word[], space: number, width: number): Word[][] => {
  const tails: Tail[] = [];
  tails[words.length] = { next: words.length, lines: 0, cost: 0 };
  for (let from = words.length - 1; from >= 0; from--) {
    let taken = -space;
    for (let next = from + 1; next <= words.length; next++) {
      taken += space + words[next - 1]!.width;
      if (next > from + 1 && taken > width) break;
      const rest = tails[next]!;
      const cost = rest.cost + (1 - taken / width) ** 2 + breakCost(words, from, next);
      const tail = { next, lines: rest.lines + 1, cost };
      const known = tails[from];
      if (known === undefined || isBetter(tail, known)) tails[from] = tail;
    }
  }
  const lines: Word[][] = [];
  for (let at = 0; at < words.length; at = tails[at]!.next) lines.push(words.slice(at, tails[at]!.next));
  return lines;
};

const isBetter = (one: Tail, other: Tail): boolean => (one.lines === other.lines ? one.cost < other.cost : one.lines < other.lines);

const breakCost = (words: Word[], from: number, next: number): number => {
  if (next === words.length) return from > 0 && next === from + 1 && words[from]!.isOneSyllable ? ORPHAN : 0;
  const [before, after] = [words[next - 1]!, words[next]!];
  return (before.isOneSyllable || before.isNumber ? AFTER_CLINGING : 0) + (after.isOneSyllable ? BEFORE_CLINGING : 0);
};

const evenParts = (word: Word, width: number): Word[] => {
  const fewest = fill(word.characters(), width);
  let best = fewest;
  for (let step = 0, low = width / 2, high = width; step < 5; step++) {
    const middle = (low + high) / 2;
    const tried = fill(word.characters(), middle);
    if (tried.length > fewest.length) low = middle;
    else [best, high] = [tried, middle];
  }
  return best;
};

const fill = (characters: Character[], width: number): Word[] => {
  const parts: Character[][] = [];
  let taken = Number.POSITIVE_INFINITY;
  for (const character of characters) {
    if (taken + character.width > width) {
      parts.push([]);
      taken = 0;
    }
    parts.at(-1)!.push(character);
    taken += character.width;
  }
  return parts.map(joined);
};

const joined = (part: Character[]): Word => ({
  text: part.map(({ text }) => text).join(''),
  width: part.reduce((sum, { width }) => sum + width, 0),
  isOneSyllable: part.length === 1,
  isNumber: false,
  characters: () => part,
});
