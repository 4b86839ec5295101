import { z } from 'zod';

const jwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(1),
  d: z.string().min(1).optional(),
  kid: z.string().min(1),
});

const list = z
  .array(jwk)
  .min(1)
  .refine(([first]) => first?.d !== undefined, 'the first key must be a private one: it signs');

/** An Ed25519 key as a JWK; without `d` it only verifies. */
export type SigningKey = z.infer<typeof jwk>;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `SIGNING_KEYS`: a JSON array of Ed25519 JWKs with a `kid` each. The first signs; all are published, so that keys rotate. */
export const signingKeys = z.string().transform((text, issue): SigningKey[] => {
  const { data, error } = list.safeParse(parseJson(text));
  if (data) return data;
  const reason = error.issues.map(({ path, message }) => `${path.join('.') || 'the list'}: ${message}`).join('; ');
  issue.addIssue({ code: 'custom', message: `must be a JSON array of Ed25519 JWKs, each with a kid, the signing one first (${reason})` });
  return z.NEVER;
});

/** The JSON Web Key Set to publish at `/.well-known/jwks.json`: the public halves of all keys. */
export const publicKeys = (keys: readonly SigningKey[]) => ({
  keys: keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' })),
});
