import { isUtf8 } from 'node:buffer';

/*
 * Byte text is UTF-8 read as Latin-1: one character a byte. The gateway mostly hands strings through, so it neither decodes nor encodes
 * them: in memory they need one byte a character instead of two (Hangul: three instead of two), and JSON's own syntax is ASCII either way.
 */

/** The byte text of a text; of ASCII it is the same string. */
export const toByteText = (text: string): string =>
  Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'utf8').toString('latin1');

export const fromByteText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** What bytes say, as text or as byte text; what is no UTF-8 becomes U+FFFD in both. */
export const readBytes = (bytes: Buffer, asByteText: boolean): string => {
  if (!asByteText) return bytes.toString('utf8');
  return isUtf8(bytes) ? bytes.toString('latin1') : toByteText(bytes.toString('utf8'));
};

/** Parses JSON in byte text; strings in it stay byte text. Escapes like `\uB9C8` are the one case where characters are no bytes. */
export const parseByteText = (json: string): unknown =>
  JSON.parse(json.includes('\\u') ? toByteText(JSON.stringify(JSON.parse(fromByteText(json)))) : json);

/** A copy of a value of JSON whose strings were byte text. */
export const decodeByteText = <Value>(value: Value): Value => JSON.parse(fromByteText(JSON.stringify(value))) as Value;
