import { describe, expect, it } from '@jest/globals';
import { decodeByteText, fromByteText, parseByteText, readBytes, toByteText } from './byte-text.ts';

const TEXTS = ['', 'plain', '마당 떡볶이', 'é ÿ', '🎉 한글 漢字', 'a "quote" \\ and\n a line', '\u0000\u001f\u007f\u2028'];

describe('Byte text', () => {
  it.each(TEXTS)('keeps %j', (text) => {
    const bytes = toByteText(text);
    expect(bytes.length).toBe(Buffer.byteLength(text));
    expect(Buffer.from(bytes, 'latin1')).toEqual(Buffer.from(text, 'utf8'));
    expect(fromByteText(bytes)).toBe(text);
    expect(readBytes(Buffer.from(text), true)).toBe(bytes);
    expect(readBytes(Buffer.from(text), false)).toBe(text);
  });

  it.each(TEXTS)('of JSON is parsed to the same values: %j', (text) => {
    const value = { 글: text, list: [text, { text }], number: -1.5e3, nothing: null };
    expect(decodeByteText(parseByteText(toByteText(JSON.stringify(value))))).toEqual(value);
  });

  it('of JSON with escapes is parsed as if they were written out', () => {
    expect(parseByteText('{"a":"\\ub9c8\\uB2F9 \\u00e9 \\ud83c\\udf89 \\\\u0041"}')).toEqual({ a: toByteText('마당 é 🎉 \\u0041') });
  });

  it('keeps a lone surrogate an escape when it is written again', () => {
    const parsed = parseByteText('{"a":"\\ud800"}') as { a: string };
    expect(JSON.stringify(parsed.a)).toBe('"\\ud800"');
  });

  it('of what is no UTF-8 says the same as its text', () => {
    const bytes = Buffer.from([0x22, 0xff, 0xeb, 0xa7, 0x22]);
    expect(fromByteText(readBytes(bytes, true))).toBe(readBytes(bytes, false));
  });
});
