import { readFileSync } from 'node:fs';
import { subgraphNames } from '#schema/services.ts';
import type { Suite } from '../case.ts';
import { lostInterfaces } from '../cases/lost-interfaces.ts';
import { narrowerChains } from '../cases/narrower-chains.ts';
import { narrowerObjects } from '../cases/narrower-objects.ts';
import { renamedRoots } from '../cases/renamed-roots.ts';
import { composeSmall, typeDefsOf } from '../small-graph.ts';
import { suites } from '../suites.ts';

/** A supergraph to try operations on. */
export type Tried = { name: string; supergraph: string; typeDefs: Record<string, string> };

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/**
 * Of what nothing can be made up: interfaces without types; fields of which one subgraph gives fewer types
 * than another, where an object is made up once for all; and root types of a subgraph's own name.
 */
const untried: readonly Suite[] = [lostInterfaces, narrowerObjects, narrowerChains, renamedRoots];
export const triedSuites = suites.filter((suite) => !untried.includes(suite));

/** The supergraphs of all cases, and the product's own. */
export const triedSupergraphs = (): Tried[] => [
  ...triedSuites.map(({ name, subgraphs }) => ({
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
