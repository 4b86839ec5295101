import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet } from 'jose';
import { createTokenVerifier } from '#kit/identity.ts';
import { signingKeys } from './signing-keys.ts';
import { createTokens } from './tokens.ts';

const newKey = (kid: string) => ({ ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid });
const now = new Date('2026-05-01T09:00:00.500Z');

describe('the signing keys', () => {
  it('publish their public halves only, all of them, and the first signs', async () => {
    const keys = signingKeys.parse(JSON.stringify([newKey('new'), newKey('old')]));
    const { jwks, sign } = await createTokens(keys);
    expect(jwks.keys.map(({ kid }) => kid)).toEqual(['new', 'old']);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
    const { accessToken, expiresAt } = await sign('owner', 'session', now);
    expect(JSON.parse(Buffer.from(accessToken.split('.')[0]!, 'base64url').toString())).toMatchObject({ alg: 'EdDSA', kid: 'new' });
    expect(expiresAt).toEqual(new Date('2026-05-01T09:15:00.000Z'));
  });

  it('rotate: a token of the key before is good while that key is published', async () => {
    const [before, after] = [newKey('before'), newKey('after')];
    const { accessToken } = await (await createTokens(signingKeys.parse(JSON.stringify([before])))).sign('owner', 'session', now);
    const verifyWith = async (...keys: object[]) => {
      const { jwks } = await createTokens(signingKeys.parse(JSON.stringify(keys)));
      return createTokenVerifier(createLocalJWKSet(jwks), () => now)(`Bearer ${accessToken}`);
    };
    expect(await verifyWith(after, before)).toMatchObject({ identity: { userId: 'owner', sessionId: 'session' } });
    expect(await verifyWith(after)).toEqual({ identity: null, refused: 'invalid' });
  });

  it.each(['', 'x', '[]', '{}', '[{"kty":"RSA"}]', JSON.stringify([{ ...newKey('a'), d: undefined }])])(
    'say what is wrong with them (%#)',
    (text) => {
      expect(signingKeys.safeParse(text).error?.issues[0]?.message).toContain('must be a JSON array of Ed25519 JWKs');
    },
  );
});
