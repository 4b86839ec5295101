const LONGEST = 300;
const segmenter = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** What a reader sees as one character each. */
export const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Text that can be set: one line, composed Hangul, no control or direction characters, and nothing the typeface cannot draw, so that
 * emoji and rare scripts leave out cleanly and never become empty boxes. Longer than 300 characters ends in an ellipsis.
 */
export const printableText = (text: string, draws: (character: string) => boolean): string => {
  const line = text
    .slice(0, LONGEST * 8)
    .normalize('NFC')
    .replace(/[\p{Z}\s]+/gu, ' ');
  const kept = graphemes(line).map((grapheme) => {
    if (grapheme === ' ') return ' ';
    const characters = [...grapheme].filter((character) => !/[\p{C}\p{M}]/u.test(character));
    const isSequence = /[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u20e3\u200d]/u.test(grapheme);
    return !isSequence && characters.every(draws) ? characters.join('') : '';
  });
  const clean = kept.join('').replace(/ +/g, ' ').trim();
  const characters = graphemes(clean);
  return characters.length <= LONGEST
    ? clean
    : `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
};
