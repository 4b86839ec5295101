import type { Identify } from '../identity.ts';
import type { Operations } from '../operations.ts';
import type { Revocations } from '../revocations.ts';
import type { Connections } from './connections.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { QuickRequests } from './quick-requests.ts';

/** What the routes of GraphQL over HTTP share. */
export type RouteParts = {
  operations: Operations;
  identify: Identify;
  revocations: Revocations;
  connections: Connections;
  heartbeats: Heartbeats;
  quick: Pick<QuickRequests, 'handedOn'>;
  /** For transports that carry several. */
  operationsPerSocket: number;
  /** Milliseconds after its token's expiry within which a fresh one must come; 30 s by default. */
  graceMs?: number;
};
