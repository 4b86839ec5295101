import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Fields encrypted at rest (spec §5): AES-256-GCM under the newest key, the key's id beside the ciphertext, so that keys rotate. */
export type FieldEncryption = {
  /** `{keyId}.{iv}.{tag}.{ciphertext}`, base64url. `context` (e.g. `user.phone`) is authenticated: a value moved to another column does not decrypt. */
  encrypt(plain: string, context: string): string;
  /** Throws when the key is unknown or the text was changed. */
  decrypt(stored: string, context: string): string;
};

/** `ENCRYPTION_KEYS`: `{id}:{32 bytes, base64}`, comma-separated, the newest first. */
export const encryptionKeys = z.string().transform((text, issue) => {
  const keys = text.split(',').map((entry) => {
    const [id = '', key = ''] = entry.trim().split(':');
    return { id, key: Buffer.from(key, 'base64') };
  });
  if (keys.some(({ id, key }) => !/^[\w-]+$/.test(id) || key.length !== 32)) {
    issue.addIssue({ code: 'custom', message: 'must be {id}:{32 bytes in base64}, several separated by commas, the newest first' });
    return z.NEVER;
  }
  return keys;
});

/** `HASH_KEY`: 32 bytes, base64. */
export const hashKey = z.string().transform((text, issue) => {
  const key = Buffer.from(text, 'base64');
  if (key.length === 32) return key;
  issue.addIssue({ code: 'custom', message: 'must be 32 bytes in base64' });
  return z.NEVER;
});

export const createFieldEncryption = (keys: readonly { id: string; key: Buffer }[]): FieldEncryption => ({
  encrypt(plain, context) {
    const [newest] = keys;
    if (!newest) throw new Error('There is no encryption key.');
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', newest.key, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [newest.id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
  },
  decrypt(stored, context) {
    const [id, iv = '', tag = '', sealed = ''] = stored.split('.');
    const found = keys.find((key) => key.id === id);
    if (!found) throw new Error(`The encryption key ${id} is not configured.`);
    const nonce = Buffer.from(iv, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', found.key, nonce, { authTagLength: 16 }).setAAD(Buffer.from(context));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(sealed, 'base64url', 'utf8') + decipher.final('utf8');
  },
});

/** A keyed hash of a value, for equality look-ups and uniqueness without the plain text (spec §5): HMAC-SHA-256, base64url. */
export const keyedHash = (key: Buffer, value: string, context: string): string =>
  createHmac('sha256', key).update(`${context}\0${value}`).digest('base64url');
