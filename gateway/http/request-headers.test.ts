import { describe, expect, it } from '@jest/globals';
import { requestScope } from './request-headers.ts';

const languageFor = (given: string | undefined): string | undefined =>
  requestScope({ 'accept-language': given }, '1.2.3.4', { identity: null, headers: {}, refused: null }).headers['accept-language'];

describe('What subgraphs hear of a client’s languages', () => {
  it('is what it says', () => {
    expect(languageFor('ko, en;q=0.5')).toBe('ko, en;q=0.5');
    expect(languageFor('')).toBeUndefined();
    expect(languageFor(undefined)).toBeUndefined();
  });

  it('is no more than its first 1,000 characters, in whole entries', () => {
    const entry = 'en;q=0.50,';
    expect(languageFor(entry.repeat(100).slice(0, -1))).toHaveLength(999);
    expect(languageFor(entry.repeat(1_600))).toBe(entry.repeat(100).slice(0, -1));
    expect(languageFor(`ko,${entry.repeat(1_600)}`)).toBe(`ko,${entry.repeat(99)}`.slice(0, -1));
    expect(languageFor('e'.repeat(16_000))).toBeUndefined();
  });
});
