import { type EmojiSet, loadEmoji } from './emoji.ts';
import { type FontFace, type FontFile, notoSansKr, pretendard, type Weight } from './font-face.ts';
import { graphemes } from './printable-text.ts';

/** What draws text: fonts, and pictures in place of graphemes. */
export type Means = { fonts: FontFile[]; graphemeImages: Record<string, string> };

/** Measures text and knows which characters can be drawn. */
export type Typeface = {
  /** Pixels that `text` takes on one line at `size` pixels; `tracking` in em is added after each character. An emoji is 1 em wide and is not moved nearer to its neighbours. */
  width(text: string, weight: Weight, size: number, tracking?: number): number;
  /** Whether a grapheme can be drawn. */
  draws(grapheme: string): boolean;
  /** What satori draws these lines with: one of two arrays of fonts, since it keeps what it parsed by array. */
  meansFor(lines: readonly { text: string }[]): Means;
};

const WEIGHTS = [500, 700, 900] as const;
const CACHED_WIDTHS = 20_000;

type Painter = 'main' | 'spare' | 'emoji';

/** Pretendard; Noto Sans KR for what it lacks, such as Hanja; Fluent Emoji. The spare face and the emoji are read when first needed. */
export const loadTypeface = (main: FontFace = pretendard(), spare: FontFace = notoSansKr(), emoji: EmojiSet = loadEmoji()): Typeface => {
  const painterOf = remembered((grapheme: string) => choosePainter(grapheme, main, spare, emoji));
  const measured = remembered((text: string, weight: Weight) => {
    let [units, pictures, characters] = [0, 0, 0];
    for (const { painter, text: run } of runsOf(text, painterOf)) {
      if (painter === 'emoji') pictures += graphemes(run).length;
      else {
        units += (painter === 'main' ? main : spare).font(weight).getAdvanceWidth(run, 1_000) / 1_000;
        characters += [...run].length;
      }
    }
    return { units: units + pictures, pictures, characters };
  });
  const mainFonts = WEIGHTS.map(main.file);
  let allFonts: FontFile[] | undefined;
  return {
    width: (text, weight, size, tracking = 0) => {
      const { units, pictures, characters } = measured(text, weight);
      return (units + tracking * characters + Math.max(0, tracking) * pictures) * size;
    },
    draws: (grapheme) => painterOf(grapheme) !== null,
    meansFor: (lines) => {
      const all = lines.flatMap(({ text }) => graphemes(text));
      const pictured = new Set(all.filter((grapheme) => painterOf(grapheme) === 'emoji'));
      const graphemeImages = Object.fromEntries([...pictured].map((grapheme) => [grapheme, emoji.picture(grapheme)]));
      if (!all.some((grapheme) => painterOf(grapheme) === 'spare')) return { fonts: mainFonts, graphemeImages };
      allFonts ??= [...mainFonts, ...WEIGHTS.map(spare.file)];
      return { fonts: allFonts, graphemeImages };
    },
  };
};

/** A sign that is text as well as emoji (★, ☎) is text, unless it asks for its picture. */
const choosePainter = (grapheme: string, main: FontFace, spare: FontFace, emoji: EmojiSet): Painter | null => {
  const asPicture = /^\p{Emoji_Presentation}|\ufe0f/u.test(grapheme);
  if (asPicture && emoji.has(grapheme)) return 'emoji';
  for (const [painter, face] of [
    ['main', main],
    ['spare', spare],
  ] as const)
    if ([...grapheme].every((character) => face.font(700).charToGlyphIndex(character) !== 0)) return painter;
  return emoji.has(grapheme) ? 'emoji' : null;
};

type Run = { painter: Painter; text: string };

const runsOf = (text: string, painterOf: (grapheme: string) => Painter | null): Run[] => {
  const runs: Run[] = [];
  for (const grapheme of graphemes(text)) {
    const painter = painterOf(grapheme) ?? 'main';
    const last = runs.at(-1);
    if (last?.painter === painter) last.text += grapheme;
    else runs.push({ painter, text: grapheme });
  }
  return runs;
};

const remembered = <Arguments extends (string | number)[], Value>(make: (...of: Arguments) => Value): ((...of: Arguments) => Value) => {
  const known = new Map<string, Value>();
  return (...of) => {
    const key = of.join('\n');
    if (known.has(key)) return known.get(key)!;
    if (known.size > CACHED_WIDTHS) known.clear();
    const value = make(...of);
    known.set(key, value);
    return value;
  };
};
