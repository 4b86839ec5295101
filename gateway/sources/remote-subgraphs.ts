import type { Log } from '#kit/log.ts';
import { subgraphNames } from '#schema/services.ts';
import type { GatewayConfig } from '../config.ts';
import type { DataSource } from './data-source.ts';
import { createHttpSubgraph } from './http-subgraph.ts';
import { createMultiplexedLink } from './multiplexed-link.ts';
import { type RemoteSubgraph, type SubgraphHealth, watchSubgraphs } from './subgraph-health.ts';
import type { NamedSubgraph } from './subgraph-sources.ts';

/** Subgraphs in processes of their own: each at `{NAME}_URL`, or where the supergraph says it is. */
export type RemoteSubgraphs = { create: (subgraph: NamedSubgraph) => DataSource; health: SubgraphHealth };

export const createRemoteSubgraphs = (config: GatewayConfig, log: Log): RemoteSubgraphs => {
  const remotes = new Set<RemoteSubgraph>();
  const create = ({ name, url: composed }: NamedSubgraph): DataSource => {
    const own = ownVariables(config, name);
    const url = own?.url ?? composed;
    const source = createHttpSubgraph({
      name,
      url,
      gatewaySecret: config.GATEWAY_SECRET,
      timeoutMs: own?.timeoutMs ?? config.SUBGRAPH_TIMEOUT_MS,
      createQueryLink: config.SUBGRAPH_LINK === 'sockets' ? createMultiplexedLink : undefined,
    });
    const close = (): Promise<void> => {
      remotes.delete(remote);
      return source.close();
    };
    const subgraph = { ...source, close };
    const remote = { subgraph, url, variable: own?.urlVariable ?? 'the supergraph' };
    remotes.add(remote);
    return subgraph;
  };
  return { create, health: watchSubgraphs(() => [...remotes], log) };
};

/** What the operator says of one of Madang's own subgraphs. Another's name may be that of a variable that means something else. */
const ownVariables = (config: GatewayConfig, name: string): { urlVariable: string; url?: string; timeoutMs?: number } | null => {
  const known = subgraphNames.find((each) => each === name);
  if (!known) return null;
  const prefix = known.toUpperCase() as Uppercase<typeof known>;
  const urlVariable = `${prefix}_URL` as const;
  return { urlVariable, url: config[urlVariable], timeoutMs: config[`${prefix}_TIMEOUT_MS`] };
};
