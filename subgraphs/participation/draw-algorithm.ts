import { createHash, createHmac } from 'node:crypto';

/** What anyone may know of a participant: its place in the order of entries, and how many tickets it has. */
export type WeightedEntry = { entryNumber: number; weight: number };

export const DRAW_ALGORITHM = 'madang-draw-v1';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is published before the draw: SHA-256 of the seed's 64 characters, in hexadecimal. */
export const commitmentTo = (seed: string): string => sha256(seed);

/** The published file: a line `{entryNumber} {weight}` an entry, in the order of entries, each ended by a line feed. */
export const entriesText = (entries: readonly WeightedEntry[]): string =>
  entries.map(({ entryNumber, weight }) => `${entryNumber} ${weight}\n`).join('');

/** Reads what `entriesText` wrote. Throws an Error naming the line that is none. */
export const entriesFrom = (text: string): WeightedEntry[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const [, entryNumber, weight] = /^([1-9]\d*) ([1-9]\d*)$/.exec(line) ?? [];
      if (!entryNumber || !weight) throw new Error(`Line ${index + 1} is not "entryNumber weight": ${line}`);
      return { entryNumber: Number(entryNumber), weight: Number(weight) };
    });

/** The number on a ticket: 256 bits in hexadecimal, which compare like numbers. */
const ticketNumber = (seed: string, entryNumber: number, ticket: number): string =>
  createHmac('sha256', seed).update(`${DRAW_ALGORITHM}:${entryNumber}:${ticket}`).digest('hex');

/** An entry with the lowest number that it holds. */
export type Ticket = { entryNumber: number; number: string };

/**
 * `madang-draw-v1`: a fair draw without replacement, in whole numbers only. An entry of weight w holds the tickets 1 to w; the number on a
 * ticket is HMAC-SHA-256 with the seed's characters as key over `madang-draw-v1:{entryNumber}:{ticket}`. Entries are ordered by the lowest
 * number they hold; the first win, in that order (`drawing.ts`). The lowest of w equally likely numbers is w times as likely to come first,
 * so at each place every entry left is drawn with a chance proportional to its weight.
 *
 * @param seed 64 hexadecimal characters
 */
export const ticketOf = (seed: string, { entryNumber, weight }: WeightedEntry): Ticket => {
  const numbers = Array.from({ length: weight }, (_, index) => ticketNumber(seed, entryNumber, index + 1));
  return { entryNumber, number: numbers.sort()[0] as string };
};
