import { type CryptoKey, createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { CodedError } from './errors.ts';

/** Who asks: one session of one account. */
export type Identity = {
  userId: string;
  sessionId: string;
  expiresAt: Date;
  /** The token's `scope` (RFC 8693 §4.2). */
  scopes?: readonly string[];
  /** The token's `policies`: a list, or text with spaces between. */
  policies?: readonly string[];
};

/** Why a token that came was not accepted; `unknown`: it may be good, but the keys to tell are away. */
export type TokenRefusal = 'invalid' | 'expired' | 'revoked' | 'unknown';

/** `cause` is why the keys are away, for the log. */
export type Verification =
  | { identity: Identity; refused: null; cause?: undefined }
  | { identity: null; refused: TokenRefusal | null; cause?: unknown };

/** Reads an `Authorization` header: no header is nobody, a token that is not accepted is nobody with the reason. Never rejects. */
export type TokenVerifier = (authorization: string | null | undefined) => Promise<Verification>;

export const TOKEN_ISSUER = 'madang';

const NOBODY: Verification = { identity: null, refused: null };
const CACHE_LIMIT = 10_000;

/** The public keys of access tokens. `ready` rejects while none could be fetched yet. */
export type TokenKeys = JWTVerifyGetKey & { ready?: () => Promise<void> };

const FETCH_MS = 5_000;
/** After a fetch that failed, the next one waits so long. */
const PAUSE_MS = 1_000;

/**
 * The public keys at a JWKS URL, cached and fetched again for an unknown `kid`. While they cannot be fetched the last good ones serve;
 * a token that these do not know is then rejected with the fetch's error.
 */
export const remoteKeys = (url: string): TokenKeys => {
  const remote = createRemoteJWKSet(new URL(url), { timeoutDuration: FETCH_MS, cooldownDuration: FETCH_MS });
  let failure: { at: number; error: unknown } | null = null;
  const fetching = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    if (failure && performance.now() - failure.at < PAUSE_MS) throw failure.error;
    try {
      const result = await ask();
      failure = null;
      return result;
    } catch (error) {
      if (!isAboutToken(error)) failure = { at: performance.now(), error };
      throw error;
    }
  };
  const keys: JWTVerifyGetKey = async (header, token) => {
    try {
      return await fetching(() => remote(header, token));
    } catch (error) {
      const last = remote.jwks();
      if (isAboutToken(error) || !last) throw error;
      return createLocalJWKSet(last)(header, token).catch(() => Promise.reject(error));
    }
  };
  return Object.assign(keys, {
    ready: async (): Promise<void> => {
      if (!remote.jwks()) await fetching(remote.reload);
    },
  });
};

/** Whether an error says something of the token, and not that its keys cannot be had: jose gives a failed fetch its general code. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  error.code !== errors.JOSEError.code;

/**
 * Verifies access tokens (EdDSA, issuer, expiry; spec §5 User). Accepted ones are remembered until they expire, so that a token's
 * signature is checked once a process.
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
    const { payload } = await jwtVerify<{ sid: string; scope?: unknown; policies?: unknown }>(
      token,
      keys as (...args: Parameters<JWTVerifyGetKey>) => Promise<CryptoKey>,
      {
        algorithms: ['EdDSA'],
        issuer: TOKEN_ISSUER,
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: now,
      },
    );
    const { sub, sid, exp } = payload;
    const given = { ...named('scopes', wordsOf(payload.scope)), ...named('policies', wordsOf(payload.policies)) };
    return { identity: { userId: sub as string, sessionId: sid, expiresAt: new Date((exp as number) * 1000), ...given }, refused: null };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { identity: null, refused: 'expired' };
    return isAboutToken(error) ? { identity: null, refused: 'invalid' } : { identity: null, refused: 'unknown', cause: error };
  }
};

/** A claim that is a list of words, or text with spaces between them. */
const wordsOf = (claim: unknown): string[] => {
  const words: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return words.filter((word): word is string => typeof word === 'string' && word !== '');
};

const named = (name: 'scopes' | 'policies', words: string[]): Partial<Identity> => (words.length > 0 ? { [name]: words } : {});

type Asking = { identity: Identity | null; tokenRefused?: TokenRefusal | null };

/** The identity of a request, or `UNAUTHENTICATED`; `SERVICE_UNAVAILABLE` when its token cannot be judged at the moment. */
export const requireIdentity = ({ identity, tokenRefused }: Asking): Identity => {
  if (tokenRefused === 'unknown') throw new CodedError('SERVICE_UNAVAILABLE');
  if (!identity) throw new CodedError('UNAUTHENTICATED');
  return identity;
};

/** The identity of a request that must be `ownerId`: as `requireIdentity` for nobody, `FORBIDDEN` for somebody else (spec §2). */
export const requireOwner = (request: Asking, ownerId: string | null): Identity => {
  const identity = requireIdentity(request);
  if (identity.userId !== ownerId) throw new CodedError('FORBIDDEN');
  return identity;
};
