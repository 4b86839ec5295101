import { readFileSync } from 'node:fs';
import { subgraphNames } from '#schema/services.ts';
import { lostInterfaces } from '../cases/lost-interfaces.ts';
import { composeSmall, typeDefsOf } from '../small-graph.ts';
import { suites } from '../suites.ts';

/** A supergraph to try operations on. */
export type Tried = { name: string; supergraph: string; typeDefs: Record<string, string> };

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The supergraphs of all cases, and the product's own; not those with interfaces without types, of which nothing can be made up. */
export const triedSupergraphs = (): Tried[] => [
  ...suites
    .filter((suite) => suite !== lostInterfaces)
    .map(({ name, subgraphs }) => ({
      name,
      supergraph: composeSmall(subgraphs),
      typeDefs: Object.fromEntries(Object.entries(subgraphs).map(([subgraph, small]) => [subgraph, typeDefsOf(small)])),
    })),
  {
    name: 'The product',
    supergraph: read('schema/supergraph.graphql'),
    typeDefs: Object.fromEntries(subgraphNames.map((subgraph) => [subgraph, read(`subgraphs/${subgraph}/schema.graphql`)])),
  },
];
