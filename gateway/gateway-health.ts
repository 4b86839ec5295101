import type { Doorbell } from '#kit/doorbell/doorbell.ts';
import type { Health } from '#kit/health.ts';
import type { TokenKeys } from '#kit/identity.ts';
import type { Store } from '#kit/store/store.ts';
import { within } from '#kit/within.ts';
import { endingMessages } from '#schema/errors.ts';
import type { Connections } from './http/connections.ts';
import type { Operations } from './operations.ts';

export type GatewayHealthOptions = {
  store: Pick<Store, 'ping'>;
  doorbell: Pick<Doorbell, 'ping'>;
  keys: TokenKeys;
  connections: Pick<Connections, 'draining'>;
  operations: Pick<Operations, 'supergraph'>;
  /** Rejects while something behind the gateway is away. */
  checkReady?: () => Promise<void>;
  /** Rejects while what is behind the gateway in its own process cannot answer. */
  checkServing?: () => Promise<void>;
  /** The subgraphs that do not answer at present. */
  away?: () => Promise<readonly string[]>;
};

const KEYS_MS = 3_000;

/**
 * Ready with its store, doorbell and keys and what is behind it. A subgraph that is down only nulls its fields,
 * so it is named and no reason to be not ready; when all are, there is nothing to serve. It serves without
 * store and doorbell, but not while it drains, nor while it could not fetch the keys of tokens even once.
 */
export const gatewayHealth = (options: GatewayHealthOptions): Health => {
  const { store, doorbell, keys, connections, operations } = options;
  const refuseWhenDraining = (): void => {
    if (connections.draining) throw new Error(endingMessages.RESTARTING.en);
  };
  const missing = async (): Promise<readonly string[]> => {
    const away = (await options.away?.()) ?? [];
    if (away.length > 0 && away.length >= operations.supergraph.subgraphs.length)
      throw new Error('Not reachable: any subgraph. The log says why.');
    return away;
  };
  return {
    checkReady: async () => {
      refuseWhenDraining();
      const [away] = await Promise.all([missing(), store.ping(), doorbell.ping(), keysReady(keys), options.checkReady?.()]);
      return { away };
    },
    checkServing: async () => {
      refuseWhenDraining();
      await Promise.all([missing(), keysReady(keys), options.checkServing?.()]);
    },
  };
};

const keysReady = async ({ ready }: TokenKeys): Promise<void> => {
  if (!ready) return;
  await within(KEYS_MS, 'Their server', ready()).catch((cause: unknown) => {
    throw new Error('Not reachable: the keys of access tokens (JWKS_URL).', { cause });
  });
};
