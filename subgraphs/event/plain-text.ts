import { badInput } from '#kit/errors.ts';

const controls = /[\p{Cc}\p{Cs}]/u;
const controlsButLines = /[\p{Cs}]|(?![\n\r\t])\p{Cc}/u;

/**
 * A text as an owner may write it: trimmed, in composed form (Hangul searches need one form), 1 to `longest` characters, no control
 * characters; line breaks only where `lines` allows them. Throws `BAD_USER_INPUT` with `field`.
 */
export const plainText = (field: string, text: string, { longest, lines = false }: { longest: number; lines?: boolean }): string => {
  const plain = text.normalize('NFC').trim();
  if (plain === '') throw badInput(field, 'This must not be empty.');
  if ([...plain].length > longest) throw badInput(field, `This must have at most ${longest} characters.`);
  if ((lines ? controlsButLines : controls).test(plain)) throw badInput(field, 'This must not contain control characters.');
  return plain;
};
