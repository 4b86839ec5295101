import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Words } from './errors.ts';

/** No number is written with more characters. */
const LONGEST = 40;

const isPhoneNumber = (text: string): boolean => /^\d{10,11}$/.test(text);

/** A Korean number, however people write it (`+82 10-1234-5678`), as the digits one dials in Korea; null for anything else. */
export const koreanDigits = (text: string): string | null => {
  const number = text.length > LONGEST ? undefined : parsePhoneNumberFromString(text, 'KR');
  const digits = `0${number?.nationalNumber}`;
  return number?.country === 'KR' && isPhoneNumber(digits) ? digits : null;
};

const NO_NUMBER: Words = {
  en: 'A phone number has 10 or 11 digits. Write it like 01012345678.',
  ko: '전화번호는 숫자 10자리나 11자리입니다. 01012345678처럼 입력해 주세요.',
};
const OTHER_FORM: Words = {
  en: 'Write the phone number in digits alone, like 01012345678: without dashes, spaces or +82.',
  ko: '전화번호는 줄표, 띄어쓰기, +82 없이 01012345678처럼 숫자로만 입력해 주세요.',
};

/** What is wrong with a phone number: it is 10 or 11 digits (spec §5). Null when nothing is. */
export const phoneNumberProblem = (text: string): Words | null => {
  if (isPhoneNumber(text)) return null;
  return koreanDigits(text) === null ? NO_NUMBER : OTHER_FORM;
};

/** Digits as people write them in Korea: `010-1234-5678`, `02-123-4567`, `0505-…`. There is a dash in any case, so that spreadsheets take it for text. */
export const writePhoneNumber = (digits: string): string => {
  const written = parsePhoneNumberFromString(digits, 'KR')?.formatNational() ?? '';
  if (written.includes('-')) return written;
  return [digits.slice(0, 3), digits.slice(3, -4), digits.slice(-4)].join('-');
};
