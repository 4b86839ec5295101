import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Icons = { width: number; height: number; icons: Record<string, { body: string; width?: number; height?: number }> };

/** Flat colour pictures of emoji (Fluent Emoji), read when the first one is needed. Most flags and families are not among them. */
export type EmojiSet = {
  has(grapheme: string): boolean;
  /** A `data:` URL of an SVG picture of an emoji that the set has. */
  picture(grapheme: string): string;
};

const PACKAGE = '@iconify-json/fluent-emoji-flat';
const VARIATION_SELECTOR = 0xfe0f;

export const loadEmoji = (): EmojiSet => {
  const { resolve } = createRequire(import.meta.url);
  const read = (file: string) => JSON.parse(readFileSync(resolve(`${PACKAGE}/${file}`), 'utf8'));
  let names: Record<string, string> | undefined;
  let drawings: Icons | undefined;
  const nameOf = (grapheme: string): string | undefined => {
    if (!/\p{Extended_Pictographic}/u.test(grapheme)) return undefined;
    names ??= read('chars.json') as Record<string, string>;
    return names[keyOf(grapheme)];
  };
  return {
    has: (grapheme) => nameOf(grapheme) !== undefined,
    picture: (grapheme) => {
      drawings ??= read('icons.json') as Icons;
      const { body, width = drawings.width, height = drawings.height } = drawings.icons[nameOf(grapheme) ?? '']!;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
      return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    },
  };
};

const keyOf = (grapheme: string): string =>
  Array.from(grapheme, (character) => character.codePointAt(0)!)
    .filter((point) => point !== VARIATION_SELECTOR)
    .map((point) => point.toString(16))
    .join('-');
