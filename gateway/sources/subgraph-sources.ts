import type { DataSource } from './data-source.ts';

/** A subgraph as a supergraph names it. */
export type NamedSubgraph = { name: string; url: string };

/** The data sources of all subgraphs that supergraphs have named so far. */
export type SubgraphSources = {
  /** Grows, and changes when a subgraph moves. */
  byName: Readonly<Record<string, DataSource>>;
  /** Sees that each of these has a source. Throws for one that has none and for which none can be made; then all is as it was. */
  prepare: (subgraphs: readonly NamedSubgraph[]) => void;
  /** Closes those that were made here. */
  close: () => Promise<void>;
};

export type SubgraphSourcesOptions = {
  /** Sources that stay their owner's, by name. */
  given: Readonly<Record<string, DataSource>>;
  /** Makes the source of a subgraph that is not given. */
  create?: (subgraph: NamedSubgraph) => DataSource;
  /** What is put around each source. */
  wrap: (source: DataSource) => DataSource;
};

/**
 * Sources are made when a supergraph first names a subgraph, and anew when it names another address; the one before ends what it was asked.
 */
export const createSubgraphSources = ({ given, create, wrap }: SubgraphSourcesOptions): SubgraphSources => {
  const byName: Record<string, DataSource> = {};
  const made = new Map<string, { url: string; source: DataSource }>();
  for (const [name, source] of Object.entries(given)) byName[name] = wrap(source);
  return {
    byName,
    prepare: (subgraphs) => {
      const needed = subgraphs.filter(({ name }) => !Object.hasOwn(given, name));
      if (!create && needed.length > 0)
        throw new Error(`The supergraph needs subgraphs that are not there: ${needed.map(({ name }) => name).join(', ')}.`);
      const moved = needed.filter(({ name, url }) => made.get(name)?.url !== url);
      for (const [subgraph, source] of makeAll(moved, create!)) {
        const { name, url } = subgraph;
        const before = made.get(name);
        made.set(name, { url, source });
        byName[name] = wrap(source);
        void before?.source.close();
      }
    },
    close: async () => void (await Promise.all([...made.values()].map(({ source }) => source.close()))),
  };
};

/** All or none: when one cannot be made, those before it are closed. */
const makeAll = (subgraphs: readonly NamedSubgraph[], create: (subgraph: NamedSubgraph) => DataSource): Map<NamedSubgraph, DataSource> => {
  const fresh = new Map<NamedSubgraph, DataSource>();
  try {
    for (const subgraph of subgraphs) fresh.set(subgraph, create(subgraph));
    return fresh;
  } catch (error) {
    for (const source of fresh.values()) void source.close();
    throw error;
  }
};
