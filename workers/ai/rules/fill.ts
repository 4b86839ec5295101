const digitsWithFinal = new Set(['0', '1', '3', '6', '7', '8']);
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const FINAL_RIEUL = 8;

/** 0: ends in a vowel; 8: in ㄹ; anything else: in another consonant; null: unknown script. */
const finalOf = (letter: string): number | null => {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return (code - HANGUL_FIRST) % FINALS;
  if (!/\d/u.test(letter)) return null;
  if (!digitsWithFinal.has(letter)) return 0;
  return /[178]/u.test(letter) ? FINAL_RIEUL : 1;
};

const particle = (before: string, withFinal: string, without: string): string => {
  const final = finalOf(before);
  if (final === null) return `${withFinal}(${without})`;
  if (withFinal === '으로' && final === FINAL_RIEUL) return without;
  return final === 0 ? without : withFinal;
};

/**
 * Fills `{name}` slots and then resolves Korean particles written as `{을/를}`, `{이/가}`, `{은/는}`, `{과/와}`, `{으로/로}`
 * (with a final consonant / without) by the letter before them. Throws on a slot that has no value.
 */
export const fill = (template: string, slots: Record<string, string>): string =>
  template
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = slots[name];
      if (value === undefined) throw new Error(`The template names an unknown slot: ${name}`);
      return value;
    })
    .replace(
      /(.)\{(\p{Script=Hangul}+)\/(\p{Script=Hangul}+)\}/gu,
      (_, before: string, withFinal: string, without: string) => before + particle(before, withFinal, without),
    );
