import { describe, expect, it } from '@jest/globals';
import { createRefusedPhones, MOST_REFUSALS } from './refused-phones.ts';

describe('phone numbers that were refused because they take part', () => {
  it('may be tried so often a minute, then again when it is over', () => {
    let time = 0;
    const phones = createRefusedPhones(() => new Date(time));
    for (let refusal = 0; refusal < MOST_REFUSALS; refusal++) {
      expect(phones.refusedFor('one')).toBeNull();
      phones.note('one', null);
    }
    time = 20_000;
    expect([phones.refusedFor('one'), phones.refusedFor('other')]).toEqual([40_000, null]);
    time = 60_000;
    expect(phones.refusedFor('one')).toBeNull();
    phones.note('one', null);
    expect(phones.refusedFor('one')).toBeNull();
  });

  it('are refused when all replicas together have refused them so often, until the count begins anew', () => {
    let time = 0;
    const phones = createRefusedPhones(() => new Date(time));
    phones.note('one', { count: MOST_REFUSALS - 1, resetsInMs: 10_000 });
    expect(phones.refusedFor('one')).toBeNull();
    phones.note('one', { count: MOST_REFUSALS, resetsInMs: 9_000 });
    phones.note('one', { count: 2, resetsInMs: 9_000 });
    expect(phones.refusedFor('one')).toBe(10_000);
    time = 10_000;
    expect(phones.refusedFor('one')).toBeNull();
  });
});
