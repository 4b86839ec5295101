import { describe, expect, it } from '@jest/globals';
import { failureText } from './failure-text.ts';

describe('failureText', () => {
  it('keeps the name, the code and the first line', () => {
    const error = Object.assign(new TypeError('no such plan\n  at …'), { code: '23505' });
    expect(failureText(error)).toBe('TypeError 23505: no such plan');
  });

  it('leaves out quoted values, e-mail addresses and phone numbers', () => {
    const text = failureText(new Error("insert into people values ('김하나', 01012345678, hana@example.com)"));
    expect(text).not.toMatch(/김하나|0101|hana/);
  });

  it('is short', () => {
    expect(failureText(new Error('x'.repeat(9_000))).length).toBe(500);
  });
});
