import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createFieldEncryption, encryptionKeys, keyedHash } from './encryption.ts';

const [older, newer] = [
  { id: 'k1', key: randomBytes(32) },
  { id: 'k2', key: randomBytes(32) },
];
const { encrypt, decrypt } = createFieldEncryption([newer!, older!]);

describe('a field that is kept encrypted', () => {
  it('has the newest key’s id beside its ciphertext, and reads under any key that is still there', () => {
    const before = createFieldEncryption([older!]).encrypt('01012345678', 'user.phone');
    const now = encrypt('01012345678', 'user.phone');
    expect([before.split('.')[0], now.split('.')[0]]).toEqual(['k1', 'k2']);
    for (const stored of [before, now]) expect(decrypt(stored, 'user.phone')).toBe('01012345678');
    expect(() => createFieldEncryption([older!]).decrypt(now, 'user.phone')).toThrow('k2 is not configured');
  });

  it('is another text each time, and says nothing of the plain one', () => {
    const stored = [1, 2].map(() => encrypt('1234567891', 'user.business-number'));
    expect(new Set(stored).size).toBe(2);
    for (const text of stored) expect(text).not.toContain('1234567891');
  });

  it('does not read when it was changed, or moved to another column', () => {
    const stored = encrypt('마당', 'user.phone');
    const [id, iv, tag = '', sealed = ''] = stored.split('.');
    const altered = Buffer.from(sealed, 'base64url');
    altered[0]! ^= 1;
    expect(() => decrypt([id, iv, tag, altered.toString('base64url')].join('.'), 'user.phone')).toThrow();
    expect(() => decrypt(stored, 'participant.phone')).toThrow();
  });

  it('does not read with less than its whole tag, which is easier to guess', () => {
    const [id, iv, tag = '', sealed] = encrypt('마당', 'user.phone').split('.');
    const short = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => decrypt([id, iv, short, sealed].join('.'), 'user.phone')).toThrow();
  });

  it('is found by a keyed hash, which another key or column has otherwise', () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const hash = keyedHash(key, '01012345678', 'user.phone');
    expect(keyedHash(key, '01012345678', 'user.phone')).toBe(hash);
    for (const another of [keyedHash(other, '01012345678', 'user.phone'), keyedHash(key, '01012345678', 'participant.phone')])
      expect(another).not.toBe(hash);
  });

  it.each(['', 'k1', 'k1:c2hvcnQ=', `k 1:${randomBytes(32).toString('base64')}`])('takes no key like %j', (text) => {
    expect(encryptionKeys.safeParse(text).success).toBe(false);
  });
});
