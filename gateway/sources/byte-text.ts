import { isUtf8 } from 'node:buffer';

/*
 * Byte text is UTF-8 read as Latin-1: one character a byte. JSON's own syntax is ASCII, so the gateway can take answers apart and put its
 * own together without decoding and encoding what it hands through.
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
