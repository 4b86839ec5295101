import { importJWK, SignJWT } from 'jose';
import { TOKEN_ISSUER } from '#kit/identity.ts';
import { publicKeys, type SigningKey } from './signing-keys.ts';

/** How long an access token lives (spec §5, User): 15 minutes, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

export type AccessToken = { accessToken: string; expiresAt: Date };

export type Tokens = {
  /** An access token: EdDSA, `sub` the account, `sid` the session, good for 15 minutes from `now`. */
  sign: (userId: string, sessionId: string, now: Date) => Promise<AccessToken>;
  /** The public keys, as a JSON Web Key Set. */
  jwks: ReturnType<typeof publicKeys>;
};

/** Access tokens signed with the first of `keys`. Rejects when that key is no Ed25519 private key. */
export const createTokens = async (keys: readonly SigningKey[]): Promise<Tokens> => {
  const [first] = keys;
  if (!first) throw new Error('There is no signing key.');
  const key = await importJWK(first, 'EdDSA');
  return {
    jwks: publicKeys(keys),
    sign: async (userId, sessionId, now) => {
      const issuedAt = Math.floor(now.getTime() / 1000);
      const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
      const accessToken = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'EdDSA', kid: first.kid, typ: 'JWT' })
        .setIssuer(TOKEN_ISSUER)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { accessToken, expiresAt: new Date(expiresAt * 1000) };
    },
  };
};
