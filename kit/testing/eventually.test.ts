import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';
import { createTestDatabase } from './test-database.ts';

describe('eventually', () => {
  it('returns the first value that is not false', async () => {
    let attempts = 0;
    expect(await eventually(() => (attempts++ < 3 ? false : 'here'))).toBe('here');
  });

  it('rejects with the last error at the deadline', async () => {
    await expect(eventually(() => expect(1).toBe(2), { within: 50 })).rejects.toThrow('Expected: 2');
  });
});

describe('createTestDatabase', () => {
  it('gives each caller a database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(one.url).not.toBe(other.url);
    await Promise.all([one.drop(), other.drop()]);
  });
});
