import { describe, expect, it } from '@jest/globals';
import { createRefusedPhones, MOST_REFUSALS } from './refused-phones.ts';

describe('phone numbers that were refused because they take part', () => {
  it('may be tried so often a minute, then again when it is over', () => {
    let time = 0;
    const phones = createRefusedPhones(() => new Date(time));
    for (let refusal = 0; refusal < MOST_REFUSALS; refusal++) {
      expect(phones.retryAfter('one')).toBeNull();
      phones.note('one');
    }
    time = 20_000;
    expect([phones.retryAfter('one'), phones.retryAfter('other')]).toEqual([40, null]);
    time = 60_000;
    expect(phones.retryAfter('one')).toBeNull();
    phones.note('one');
    expect(phones.retryAfter('one')).toBeNull();
  });
});
