import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isGenuine, readRefreshToken, writeRefreshToken } from './refresh-token.ts';

const secret = randomBytes(32).toString('base64url');
const sessionId = randomUUID();

describe('a refresh token', () => {
  it('is the same each time it is written, and another for each generation', () => {
    expect(writeRefreshToken(secret, sessionId, 3)).toBe(writeRefreshToken(secret, sessionId, 3));
    expect(writeRefreshToken(secret, sessionId, 4)).not.toBe(writeRefreshToken(secret, sessionId, 3));
  });

  it('is genuine under its session’s secret only', () => {
    const token = readRefreshToken(writeRefreshToken(secret, sessionId, 3))!;
    expect(isGenuine(token, secret)).toBe(true);
    expect(isGenuine(token, randomBytes(32).toString('base64url'))).toBe(false);
    expect(isGenuine({ ...token, generation: 4 }, secret)).toBe(false);
    expect(isGenuine({ ...token, sessionId: randomUUID() }, secret)).toBe(false);
  });

  it.each(['', 'x', '..', `${sessionId}.0.${'a'.repeat(43)}`, `${sessionId}.1.${'a'.repeat(44)}`, '한글', 'a'.repeat(100_000)])(
    'is not any other text (%#)',
    (text) => {
      expect(readRefreshToken(text)).toBeNull();
    },
  );
});
