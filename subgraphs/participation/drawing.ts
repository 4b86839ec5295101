import { createHash } from 'node:crypto';
import { entriesText, type Ticket, ticketOf, type WeightedEntry } from './draw-algorithm.ts';

/** A draw on its way: it takes entries in their order, however many at a time. */
export type Drawing = {
  add: (entries: readonly WeightedEntry[]) => void;
  /** The newest entry that was added; 0 before the first. */
  last: () => number;
  /** What follows from the entries so far. `winners` are entry numbers, the first drawn first; fewer than asked for only when there are fewer entries. */
  result: () => { entriesHash: string; winners: number[] };
};

/**
 * Begins the draw of `count` winners by `madang-draw-v1` (`draw-algorithm.ts`). Adding n entries takes time in proportion to n and `count`,
 * not to the entries before.
 *
 * @param seed 64 hexadecimal characters
 */
export const beginDrawing = (seed: string, count: number): Drawing => {
  const hash = createHash('sha256');
  let last = 0;
  let first: Ticket[] = [];
  return {
    last: () => last,
    add: (entries) => {
      hash.update(entriesText(entries));
      last = entries.at(-1)?.entryNumber ?? last;
      first = merged(first, entries.map((entry) => ticketOf(seed, entry)).sort(byNumber), count);
    },
    result: () => ({ entriesHash: hash.copy().digest('hex'), winners: first.map(({ entryNumber }) => entryNumber) }),
  };
};

const byNumber = (a: Ticket, b: Ticket): number => (a.number < b.number ? -1 : 1);

/** The lowest `count` of two sorted lists. */
const merged = (left: readonly Ticket[], right: readonly Ticket[], count: number): Ticket[] => {
  const lowest: Ticket[] = [];
  for (let i = 0, j = 0; lowest.length < count && (i < left.length || j < right.length); ) {
    const [a, b] = [left[i], right[j]];
    const next = b === undefined || (a !== undefined && byNumber(a, b) < 0) ? left[i++] : right[j++];
    lowest.push(next as Ticket);
  }
  return lowest;
};
