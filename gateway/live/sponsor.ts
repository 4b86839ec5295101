import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { Operation } from '../operations.ts';

/**
 * In whose name a channel asks: of one person's devices the one whose token lasts longest, so that a device that was forgotten does not
 * take the others' fields away.
 *
 * @param first asks when nobody else does
 */
export const newestSponsor = (members: Iterable<Operation>, first: Operation): Operation => {
  let newest = first;
  let expiresAt = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    if (member.identity?.userId !== first.identity?.userId) continue;
    const at = member.identity?.expiresAt.getTime() ?? 0;
    if (at <= expiresAt) continue;
    newest = member;
    expiresAt = at;
  }
  return newest;
};

/** What anybody may see is executed for nobody: no identity, no address, no language (gateway: live fan-out). */
export const publicHeaders = (headers: SubgraphHeaders): SubgraphHeaders => ({
  'x-request-id': headers['x-request-id'],
  traceparent: headers.traceparent,
});
