import { type CryptoKey, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { CodedError } from './errors.ts';

/** Who asks: one session of one account. */
export type Identity = {
  userId: string;
  sessionId: string;
  expiresAt: Date /** The token's `scope` (RFC 8693 §4.2). */;
  scopes?: readonly string[];
};

/** Why a token that came was not accepted. */
export type TokenRefusal = 'invalid' | 'expired' | 'revoked';

export type Verification = { identity: Identity; refused: null } | { identity: null; refused: TokenRefusal | null };

/** Reads an `Authorization` header: no header is nobody, a bad token is nobody with the reason. Never throws for a bad token. */
export type TokenVerifier = (authorization: string | null | undefined) => Promise<Verification>;

export const TOKEN_ISSUER = 'madang';

const NOBODY: Verification = { identity: null, refused: null };
const CACHE_LIMIT = 10_000;

/** The public keys at a JWKS URL, cached and fetched again for an unknown `kid`. */
export const remoteKeys = (url: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(url), { timeoutDuration: 5_000, cooldownDuration: 5_000 });

/**
 * Verifies access tokens (EdDSA, issuer, expiry; spec §5 User). Accepted ones are remembered until they expire, so that a token's
 * signature is checked once a process. Rejects only when the keys cannot be fetched.
 */
export const createTokenVerifier = (keys: JWTVerifyGetKey, now: () => Date): TokenVerifier => {
  const accepted = new Map<string, Identity>();
  return async (authorization) => {
    if (!authorization) return NOBODY;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!token) return { identity: null, refused: 'invalid' };
    const known = accepted.get(token);
    if (known) {
      if (known.expiresAt > now()) return { identity: known, refused: null };
      accepted.delete(token);
      return { identity: null, refused: 'expired' };
    }
    const verification = await verify(token, keys, now());
    if (verification.identity) {
      if (accepted.size >= CACHE_LIMIT) accepted.delete(accepted.keys().next().value as string);
      accepted.set(token, verification.identity);
    }
    return verification;
  };
};

const verify = async (token: string, keys: JWTVerifyGetKey, now: Date): Promise<Verification> => {
  try {
    const { payload } = await jwtVerify<{ sid: string; scope?: unknown }>(
      token,
      keys as (...args: Parameters<JWTVerifyGetKey>) => Promise<CryptoKey>,
      {
        algorithms: ['EdDSA'],
        issuer: TOKEN_ISSUER,
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: now,
      },
    );
    const { sub, sid, exp, scope } = payload;
    const scopes = typeof scope === 'string' ? { scopes: scope.split(' ').filter(Boolean) } : {};
    return { identity: { userId: sub as string, sessionId: sid, expiresAt: new Date((exp as number) * 1000), ...scopes }, refused: null };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { identity: null, refused: 'expired' };
    if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
    return { identity: null, refused: 'invalid' };
  }
};

/** The identity of a request, or `UNAUTHENTICATED`. */
export const requireIdentity = ({ identity }: { identity: Identity | null }): Identity => {
  if (!identity) throw new CodedError('UNAUTHENTICATED');
  return identity;
};

/** The identity of a request that must be `ownerId`: `UNAUTHENTICATED` for nobody, `FORBIDDEN` for somebody else (spec §2). */
export const requireOwner = (request: { identity: Identity | null }, ownerId: string | null): Identity => {
  const identity = requireIdentity(request);
  if (identity.userId !== ownerId) throw new CodedError('FORBIDDEN');
  return identity;
};
