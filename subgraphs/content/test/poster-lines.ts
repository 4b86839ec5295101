import type { Poster, TextLine } from '../poster/poster.ts';

/** Pixels that stay empty at every edge. */
export const EDGE = 12;

/** The lines that come too near to an edge of the picture, or leave it. */
export const outside = ({ width, height, lines }: Poster): TextLine[] =>
  lines.filter(({ rect }) => rect.x < EDGE || rect.y < EDGE || rect.x + rect.width > width - EDGE || rect.y + rect.height > height - EDGE);

/** The lines that another one touches. */
export const overlapping = ({ lines }: Poster): TextLine[] =>
  lines.filter((one, at) =>
    lines.slice(at + 1).some(({ rect }) => {
      const across = Math.min(one.rect.x + one.rect.width, rect.x + rect.width) - Math.max(one.rect.x, rect.x);
      const down = Math.min(one.rect.y + one.rect.height, rect.y + rect.height) - Math.max(one.rect.y, rect.y);
      return across > 0.5 && down > 0.5;
    }),
  );
