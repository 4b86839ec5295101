const LONGEST = 300;
const segmenter = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** What a reader sees as one character each. */
export const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Text that can be set: one line, composed Hangul, no control or direction characters, and nothing the typeface cannot draw, so that
 * rare scripts leave out cleanly and never become empty boxes. Longer than 300 characters ends in an ellipsis.
 *
 * @param draws whether the typeface can draw a grapheme
 */
export const printableText = (text: string, draws: (grapheme: string) => boolean): string => {
  const line = text
    .slice(0, LONGEST * 8)
    .normalize('NFC')
    .replace(/[\p{Z}\s]+/gu, ' ');
  const clean = graphemes(line)
    .map((grapheme) => printable(grapheme, draws))
    .join('')
    .replace(/ +/g, ' ')
    .trim();
  const characters = graphemes(clean);
  return characters.length <= LONGEST
    ? clean
    : `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
};

const printable = (grapheme: string, draws: (grapheme: string) => boolean): string => {
  if (grapheme === ' ') return ' ';
  if (/\p{Extended_Pictographic}/u.test(grapheme) && draws(grapheme)) return grapheme;
  if (isPictureSequence(grapheme)) return '';
  const bare = grapheme.replace(/[\p{C}\p{M}]/gu, '');
  return bare !== '' && draws(bare) ? bare : '';
};

/** Flags and families come apart into letters and single people, which say something else. (A keycap's digit says the same.) */
const isPictureSequence = (grapheme: string): boolean =>
  /[\u{1f1e6}-\u{1f1ff}]/u.test(grapheme) ||
  (/\p{Extended_Pictographic}/u.test(grapheme) && [...grapheme.replace(/\p{M}/gu, '')].length > 1);
