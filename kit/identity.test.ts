import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fastify } from 'fastify';
import { type JWK, SignJWT } from 'jose';
import { createTokenVerifier, remoteKeys, requireIdentity, requireOwner, TOKEN_ISSUER } from './identity.ts';
import { eventually } from './testing/eventually.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const next = generateKeyPairSync('ed25519');
let rotated = false;
const app = fastify();
let status = 200;
let asked = 0;
let url = '';
beforeAll(async () => {
  app.get('/keys', async (_request, reply) => {
    asked++;
    if (status !== 200) return reply.code(status).send('away');
    const one = { ...(publicKey.export({ format: 'jwk' }) as JWK), kid: 'one', alg: 'EdDSA' };
    return { keys: rotated ? [{ ...(next.publicKey.export({ format: 'jwk' }) as JWK), kid: 'next', alg: 'EdDSA' }, one] : [one] };
  });
  url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/keys`;
});
afterAll(() => app.close());

const bearer = async (kid = 'one', key = privateKey): Promise<string> =>
  `Bearer ${await new SignJWT({ sid: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject('u')
    .setIssuer(TOKEN_ISSUER)
    .setExpirationTime('1h')
    .sign(key)}`;

const verifier = (from = url) => createTokenVerifier(remoteKeys(from), () => new Date());

describe('A token', () => {
  it.each([500, 404])('is unknown, not invalid, while the keys’ server answers %s, and judged when it is back', async (code) => {
    status = code;
    const verify = verifier();
    expect(await verify(await bearer())).toEqual({ identity: null, refused: 'unknown', cause: expect.any(Error) });
    status = 200;
    await eventually(async () => expect(await verify(await bearer())).toMatchObject({ refused: null }));
  });

  it('is unknown while nobody answers', async () => {
    expect(await verifier('http://127.0.0.1:1/keys')(await bearer())).toMatchObject({ identity: null, refused: 'unknown' });
  });

  it('that is no token at all is invalid whether or not the keys are there', async () => {
    expect(await verifier('http://127.0.0.1:1/keys')('Bearer bad')).toMatchObject({ refused: 'invalid' });
  });

  it('is judged by the last good keys when they are old and cannot be fetched again; one of another key is unknown', async () => {
    status = 200;
    const verify = verifier();
    expect(await verify(await bearer())).toMatchObject({ refused: null });
    status = 500;
    jest.useFakeTimers({
      now: Date.now() + 11 * 60_000,
      doNotFake: ['performance', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    try {
      const before = asked;
      expect(await verify(await bearer())).toMatchObject({ refused: null });
      expect(asked).toBe(before + 1);
      expect(await verify(await bearer('two'))).toMatchObject({ refused: 'unknown' });
      expect(asked).toBe(before + 1);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('Keys', () => {
  it('that are rotated are fetched for the first token of a new one; tokens of the old one stay good', async () => {
    status = 200;
    const verify = verifier();
    expect(await verify(await bearer())).toMatchObject({ refused: null });
    const before = asked;
    rotated = true;
    jest.useFakeTimers({
      now: Date.now() + 10_000,
      doNotFake: ['performance', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    try {
      expect(await verify(await bearer('next', next.privateKey))).toMatchObject({ refused: null });
      expect(await verify(await bearer())).toMatchObject({ refused: null });
      expect(await verify(await bearer('next'))).toMatchObject({ refused: 'invalid' });
      expect(asked).toBe(before + 1);
    } finally {
      jest.useRealTimers();
      rotated = false;
    }
  });

  it('are asked once a token: what was accepted is remembered until it expires', async () => {
    let verified = 0;
    const keys = remoteKeys(url);
    const verify = createTokenVerifier(
      (...asking) => {
        verified++;
        return keys(...asking);
      },
      () => new Date(),
    );
    const token = await bearer();
    for (let count = 0; count < 3; count++) expect(await verify(token)).toMatchObject({ refused: null });
    expect(verified).toBe(1);
    const later = createTokenVerifier(keys, () => new Date(Date.now() + 2 * 3_600_000));
    expect(await later(token)).toMatchObject({ identity: null, refused: 'expired' });
  });
});

describe('The keys', () => {
  it('are ready once they have been fetched, and stay so', async () => {
    status = 500;
    const keys = remoteKeys(url);
    await expect(keys.ready?.()).rejects.toThrow();
    status = 200;
    await eventually(() => keys.ready?.().then(() => true));
    status = 500;
    await keys.ready?.();
  });
});

describe('What needs an identity', () => {
  it('is unavailable for who sent a token that cannot be judged, and unauthenticated for who sent none', () => {
    expect(() => requireIdentity({ identity: null, tokenRefused: 'unknown' })).toThrow(
      expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }),
    );
    expect(() => requireOwner({ identity: null, tokenRefused: 'unknown' }, 'u')).toThrow(
      expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }),
    );
    expect(() => requireIdentity({ identity: null, tokenRefused: 'invalid' })).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });
});
