import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CompositionSuccess, composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { services as processes, type SubgraphName, subgraphNames } from '#schema/services.ts';

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** Subgraph SDL by subgraph name. */
export type SubgraphSchemas = Readonly<Record<SubgraphName, string>>;

export type Composed = { supergraph: string; hints: CompositionSuccess['hints'] };

export const readSubgraphSchemas = async (): Promise<SubgraphSchemas> => {
  const entries = subgraphNames.map(async (name) => [name, await readFile(`${root}subgraphs/${name}/schema.graphql`, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<SubgraphName, string>;
};

/**
 * Composes subgraphs into a supergraph (Federation v2). The same input gives the same text.
 * Throws one error that lists every composition error.
 */
export const composeSupergraph = (schemas: SubgraphSchemas): Composed => {
  const services = subgraphNames.map((name) => ({
    name,
    url: `http://127.0.0.1:${processes[name].port}/graphql`,
    typeDefs: parse(schemas[name]),
  }));
  const result = composeServices(services);
  if (result.errors) throw new Error(`The subgraphs do not compose:\n${result.errors.map((error) => `- ${error.message}`).join('\n')}`);
  return { supergraph: `${result.supergraphSdl.trim()}\n`, hints: result.hints };
};
