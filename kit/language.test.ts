import { describe, expect, it } from '@jest/globals';
import { languageOf } from './language.ts';

describe('the language of errors', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['KO-kr', 'ko'],
    ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['en;q=0.5, ko;q=0.6', 'ko'],
    ['fr, ko;q=0.1', 'ko'],
    ['ko;q=0', 'en'],
    ['ko;q=x', 'en'],
    ['kok', 'en'],
    [','.repeat(100_000), 'en'],
  ])('for %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
