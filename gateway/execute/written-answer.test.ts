import { describe, expect, it } from '@jest/globals';
import { toByteText } from '../sources/byte-text.ts';
import { bodyOf, isWritten, type WrittenAnswer } from './written-answer.ts';

const TEXT = '{"data":{"name":"마당 🎉"}}\n';

describe('A written answer', () => {
  it.each<WrittenAnswer>([
    { text: TEXT, encoding: 'utf8' },
    { text: toByteText(TEXT), encoding: 'latin1' },
  ])('is text for one client and the same bytes for all others: $encoding', (answer) => {
    const [first, second, third] = [bodyOf(answer), bodyOf(answer), bodyOf(answer)];
    expect(first).toBe(answer.text);
    expect(String(second)).toBe(TEXT);
    expect(Buffer.isBuffer(second) && third === second).toBe(true);
  });

  it('is told from a result', () => {
    expect([isWritten({ text: TEXT, encoding: 'utf8' }), isWritten({ data: { text: TEXT } }), isWritten({ errors: [] })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
