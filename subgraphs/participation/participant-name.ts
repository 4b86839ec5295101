import { badInput } from '#kit/errors.ts';
import { isBlank } from '#schema/plain-text.ts';

const LONGEST = 50;

/** A name as it is kept: trimmed, inner spaces single, in composed form, 1 to 50 characters, no control or format characters. Throws `BAD_USER_INPUT`. */
export const participantName = (field: string, text: string): string => {
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text))
    throw badInput(field, { en: 'A name has no control characters.', ko: '이름에 제어 문자를 쓸 수 없습니다.' });
  const name = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (isBlank(name)) throw badInput(field, { en: 'A name is needed.', ko: '이름을 입력해 주세요.' });
  if ([...name].length > LONGEST)
    throw badInput(field, { en: `A name has at most ${LONGEST} characters.`, ko: `이름은 ${LONGEST}자까지 쓸 수 있습니다.` });
  return name;
};

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** `김*수`, `남**민`, `이*`, `*`: the first letter and, from three letters on, the last; for all but the owner. */
export const maskName = (name: string): string => {
  const letters = Array.from(graphemes.segment(name), ({ segment }) => segment);
  if (letters.length < 2) return '*';
  const last = letters.length > 2 ? letters.at(-1) : '*';
  return `${letters[0]}${'*'.repeat(Math.max(letters.length - 2, 0))}${last}`;
};
