import type { Identity, TokenRefusal, TokenVerifier } from '#kit/identity.ts';
import type { Log } from '#kit/log.ts';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { Revocations } from './revocations.ts';

/** Who sends a request. A bad token makes it nobody's, with the reason; it never fails a public operation. */
export type Caller = {
  identity: Identity | null;
  refused: TokenRefusal | null;
  /** What subgraphs hear of it. */
  headers: Pick<SubgraphHeaders, 'authorization' | 'x-token-refused'>;
};

export type Identify = (authorization: string | null | undefined) => Promise<Caller>;

/**
 * Verifies `Authorization` values: signature and expiry once a token, revocation at most 500 ms late. Never rejects. While the keys are
 * away a token they would be needed for is `unknown`: subgraphs hear so, and answer `SERVICE_UNAVAILABLE` where an identity is needed.
 */
export const createIdentify =
  ({ verify, revocations, log }: { verify: TokenVerifier; revocations: Revocations; log: Log }): Identify =>
  async (authorization) => {
    const { identity, refused, cause } = await verify(authorization);
    if (cause) log.warn({ err: cause }, 'the keys of access tokens cannot be fetched');
    if (!identity) return nobody(refused);
    if (await revocations.isRevoked(identity.sessionId)) return nobody('revoked');
    return { identity, refused: null, headers: { authorization: authorization as string } };
  };

const nobody = (refused: TokenRefusal | null): Caller => ({
  identity: null,
  refused,
  headers: refused ? { 'x-token-refused': refused } : {},
});
