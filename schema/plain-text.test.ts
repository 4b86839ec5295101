import { describe, expect, it } from '@jest/globals';
import { isBlank, unreadable, unreadableButLines } from './plain-text.ts';

describe('a text that people read', () => {
  it.each(['국밥 한 그릇 🍲', '👩‍🍳 가족', "L'été — 50 % ₩9,900", 'شاي‏'])('may be %j', (text) => {
    expect([unreadable.test(text), unreadableButLines.test(text), isBlank(text)]).toEqual([false, false, false]);
  });

  it.each(['a\u0000b', 'a\u001bb', '\ud800', '당첨\u202e품경', '\u2066경품\u2069'])('holds nothing that cannot be read: %j', (text) => {
    expect([unreadable.test(text), unreadableButLines.test(text)]).toEqual([true, true]);
  });

  it('has lines only where they may be', () => {
    expect([unreadable.test('첫째\n둘째'), unreadableButLines.test('첫째\r\n둘째\t셋째')]).toEqual([true, false]);
  });

  it.each(['', ' ', '\u200b', '\u3000\u2060', '\ufeff', '\u3164', '\u115f\u1160', '\u2800', '\u034f\ufe0f'])(
    'is blank when nothing is to be seen: %j',
    (text) => {
      expect(isBlank(text)).toBe(true);
    },
  );
});
