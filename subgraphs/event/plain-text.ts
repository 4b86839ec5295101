import { badInput } from '#kit/errors.ts';
import { isBlank, unreadable, unreadableButLines } from '#schema/plain-text.ts';

/**
 * A text as an owner may write it: trimmed, in composed form (Hangul searches need one form), 1 to `longest` characters, no control
 * characters; line breaks only where `lines` allows them. Throws `BAD_USER_INPUT` with `field`.
 */
export const plainText = (field: string, text: string, { longest, lines = false }: { longest: number; lines?: boolean }): string => {
  const plain = text.normalize('NFC').trim();
  if (isBlank(plain)) throw badInput(field, { en: 'This must not be empty.', ko: '비워 둘 수 없습니다.' });
  if ([...plain].length > longest)
    throw badInput(field, { en: `This must have at most ${longest} characters.`, ko: `${longest}자까지 쓸 수 있습니다.` });
  if ((lines ? unreadableButLines : unreadable).test(plain))
    throw badInput(field, { en: 'This must not contain control characters.', ko: '제어 문자를 쓸 수 없습니다.' });
  return plain;
};
