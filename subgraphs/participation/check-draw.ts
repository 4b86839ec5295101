import { commitmentTo, DRAW_ALGORITHM, entriesFrom } from './draw-algorithm.ts';
import { beginDrawing } from './drawing.ts';

/** A draw as it was published. */
export type PublishedDraw = {
  seed: string;
  commitment: string;
  algorithm: string;
  count: number;
  entriesHash: string;
  winners: readonly { entryNumber: number }[];
};

/** Recomputes a draw from the published entries; what does not agree, one sentence each. Empty: the draw is right. Throws an Error for a file that holds no entries. */
export const checkDraw = (draw: PublishedDraw, text: string, commitment: string = draw.commitment): string[] => {
  const entries = entriesFrom(text);
  const drawing = beginDrawing(draw.seed, draw.count);
  drawing.add(entries);
  const { winners, entriesHash } = drawing.result();
  const published = draw.winners.map(({ entryNumber }) => entryNumber);
  const distinct = new Set(entries.map(({ entryNumber }) => entryNumber)).size;
  const faults: [boolean, string][] = [
    [draw.algorithm !== DRAW_ALGORITHM, `The algorithm is ${draw.algorithm}; this program knows ${DRAW_ALGORITHM}.`],
    [commitmentTo(draw.seed) !== commitment, `The seed does not hash to the commitment ${commitment}.`],
    [distinct !== entries.length, 'An entry number stands in the file twice.'],
    [entriesHash !== draw.entriesHash, `The file does not hash to ${draw.entriesHash}.`],
    [winners.join() !== published.join(), `The winners would be ${winners.join(', ')}; published are ${published.join(', ')}.`],
  ];
  return faults.filter(([found]) => found).map(([, sentence]) => sentence);
};
