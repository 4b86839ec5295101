import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Font, parse } from '@shuding/opentype.js';

export type Weight = 500 | 700 | 900;
export type FontFile = { name: string; weight: Weight; style: 'normal'; data: Buffer };

/** One design in three weights. Reading and parsing a weight takes 0.1 s, the first time it is asked for. */
export type FontFace = {
  font(weight: Weight): Font;
  file(weight: Weight): FontFile;
};

/** A face out of its npm package; a glyph is read when it is first needed, which takes a third of the memory. */
export const createFontFace = (name: string, modules: Record<Weight, string>): FontFace => {
  const { resolve } = createRequire(import.meta.url);
  const file = once((weight): FontFile => ({ name, weight, style: 'normal', data: readFileSync(resolve(modules[weight])) }));
  return { file, font: once((weight) => parse(new Uint8Array(file(weight).data).buffer, { lowMemory: true })) };
};

const once = <Value>(make: (weight: Weight) => Value): ((weight: Weight) => Value) => {
  const made = new Map<Weight, Value>();
  return (weight) => {
    if (!made.has(weight)) made.set(weight, make(weight));
    return made.get(weight)!;
  };
};

/** Hangul, Latin, Greek, Cyrillic, kana and signs: what posters are set in. */
export const pretendard = (): FontFace =>
  createFontFace('Pretendard', {
    500: 'pretendard/dist/public/static/Pretendard-Medium.otf',
    700: 'pretendard/dist/public/static/Pretendard-Bold.otf',
    900: 'pretendard/dist/public/static/Pretendard-Black.otf',
  });

/** For what Pretendard lacks: 8,138 Hanja and more signs. */
export const notoSansKr = (): FontFace =>
  createFontFace('Noto Sans KR', {
    500: '@expo-google-fonts/noto-sans-kr/500Medium/NotoSansKR_500Medium.ttf',
    700: '@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf',
    900: '@expo-google-fonts/noto-sans-kr/900Black/NotoSansKR_900Black.ttf',
  });
