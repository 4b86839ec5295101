import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CompositionSuccess, composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** The subgraphs and the ports they listen on when each runs on its own (spec §1). */
export const subgraphs = [
  { name: 'user', port: 4001 },
  { name: 'event', port: 4002 },
  { name: 'content', port: 4003 },
  { name: 'participation', port: 4004 },
  { name: 'distribution', port: 4005 },
  { name: 'analytics', port: 4006 },
] as const;

/** Subgraph SDL by subgraph name. */
export type SubgraphSchemas = Readonly<Record<string, string>>;

export type Composed = { supergraph: string; hints: CompositionSuccess['hints'] };

export const readSubgraphSchemas = async (): Promise<SubgraphSchemas> =>
  Object.fromEntries(
    await Promise.all(
      subgraphs.map(async ({ name }) => [name, await readFile(`${root}subgraphs/${name}/schema.graphql`, 'utf8')] as const),
    ),
  );

/**
 * Composes subgraphs into a supergraph (Federation v2). The same input gives the same text.
 * Throws one error that lists every composition error.
 */
export const composeSupergraph = (schemas: SubgraphSchemas): Composed => {
  const services = subgraphs
    .filter(({ name }) => name in schemas)
    .map(({ name, port }) => ({ name, url: `http://127.0.0.1:${port}/graphql`, typeDefs: parse(schemas[name]!) }));
  const result = composeServices(services);
  if (result.errors) throw new Error(`The subgraphs do not compose:\n${result.errors.map((error) => `- ${error.message}`).join('\n')}`);
  return { supergraph: `${result.supergraphSdl.trim()}\n`, hints: result.hints };
};
