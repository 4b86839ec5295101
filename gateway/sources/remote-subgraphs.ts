import type { Log } from '#kit/log.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { services } from '#schema/services.ts';
import type { GatewayConfig } from '../config.ts';
import { type RemoteSubgraph, type SubgraphHealth, watchSubgraphs } from '../subgraph-health.ts';
import { createHttpSubgraph } from './http-subgraph.ts';
import { createMultiplexedLink } from './multiplexed-link.ts';
import type { NamedSubgraph } from './subgraph-sources.ts';

/** Subgraphs in processes of their own: each at `{NAME}_URL`, or where the supergraph says it is. */
export type RemoteSubgraphs = { create: (subgraph: NamedSubgraph) => Subgraph; health: SubgraphHealth };

export const createRemoteSubgraphs = (config: GatewayConfig, log: Log): RemoteSubgraphs => {
  const remotes = new Map<string, RemoteSubgraph>();
  const create = ({ name, url: composed }: NamedSubgraph): Subgraph => {
    const variable = `${name.toUpperCase()}_URL`;
    const { [variable]: given, [`${name.toUpperCase()}_TIMEOUT_MS`]: patience } = config as Readonly<Record<string, unknown>>;
    const url = typeof given === 'string' ? given : composed;
    const subgraph = createHttpSubgraph({
      name,
      url,
      gatewaySecret: config.GATEWAY_SECRET,
      timeoutMs: typeof patience === 'number' ? patience : config.SUBGRAPH_TIMEOUT_MS,
      createQueryLink: config.SUBGRAPH_LINK === 'sockets' ? createMultiplexedLink : undefined,
    });
    remotes.set(name, { subgraph, url, variable: Object.hasOwn(services, name) ? variable : 'the supergraph' });
    return subgraph;
  };
  return { create, health: watchSubgraphs(() => [...remotes.values()], log) };
};
