import { describe, expect, it } from '@jest/globals';
import { consentText } from './consent-text.ts';

describe('the text of the consents', () => {
  it('says how long name and phone number are kept, and is another version for another period', () => {
    const [text, longer] = [consentText({ PERSONAL_DATA_DAYS: 90 }), consentText({ PERSONAL_DATA_DAYS: 180 })];
    expect(text.personalInfo).toContain('90일 동안 보관');
    expect(text.marketing).toContain('90일 뒤에 지워집니다');
    expect(longer.personalInfo).toContain('180일 동안 보관');
    expect(longer.version).not.toBe(text.version);
  });
});
