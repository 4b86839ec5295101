import { describe, expect, it } from '@jest/globals';
import { koreanDigits, phoneNumberProblem, writePhoneNumber } from './phone-number.ts';

describe('a phone number', () => {
  it.each(['01012345678', '0212345678', '0000000000', '99999999999'])('is 10 or 11 digits: %s', (text) => {
    expect(phoneNumberProblem(text)).toBeNull();
  });

  it.each(['', '010123456', '010123456789', '٠١٠١٢٣٤٥٦٧٨', '01012345678\n', 'a'.repeat(1_000_000)])('is nothing else (%#)', (text) => {
    expect(phoneNumberProblem(text)?.en).toContain('01012345678');
  });

  it.each(['010-1234-5678', '+82 10 1234 5678', '02-1234-5678'])(
    'has no dashes, spaces or country code, and whoever writes them is told so: %s',
    (text) => {
      expect(phoneNumberProblem(text)).toMatchObject({
        en: expect.stringContaining('without dashes'),
        ko: expect.stringContaining('줄표'),
      });
    },
  );

  it('is found however people write it', () => {
    expect(['010-1234-5678', '+82 10-1234-5678', '010 1234 5678', '01012345678'].map(koreanDigits)).toEqual(Array(4).fill('01012345678'));
    expect(['김철수', '5678', '1588-1234', '+1 212 555 0100', ''].map(koreanDigits)).toEqual(Array(5).fill(null));
  });

  it('is written with its dashes for people, and never as bare digits that a spreadsheet takes for a number', () => {
    const written = ['01012345678', '0101234567', '0212345678', '0311234567', '07012345678', '0701234567', '00000000000'].map(
      writePhoneNumber,
    );
    expect(written).toEqual([
      '010-1234-5678',
      '010-123-4567',
      '02-1234-5678',
      '031-123-4567',
      '070-1234-5678',
      '070-123-4567',
      '000-0000-0000',
    ]);
  });
});
