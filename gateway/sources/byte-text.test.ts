import { describe, expect, it } from '@jest/globals';
import { fromByteText, readBytes, toByteText } from './byte-text.ts';

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

  it('of what is no UTF-8 says the same as its text', () => {
    const bytes = Buffer.from([0x22, 0xff, 0xeb, 0xa7, 0x22]);
    expect(fromByteText(readBytes(bytes, true))).toBe(readBytes(bytes, false));
  });
});
