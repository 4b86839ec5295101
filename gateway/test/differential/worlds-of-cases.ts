import { readFileSync } from 'node:fs';
import { subgraphNames } from '#schema/services.ts';
import { abstractTypes } from '../cases/abstract-types.ts';
import { answers } from '../cases/answers.ts';
import { entities } from '../cases/entities.ts';
import { failures } from '../cases/failures.ts';
import { mergedTypes } from '../cases/merged-types.ts';
import { movingFields } from '../cases/moving-fields.ts';
import { compositeKeys, requiredArguments } from '../cases/planner-traps.ts';
import { providedFragments } from '../cases/provided-fragments.ts';
import { requiresAndProvides } from '../cases/requires-and-provides.ts';
import { composeSmall, typeDefsOf } from '../small-graph.ts';

/** A supergraph to try operations on. */
export type Tried = { name: string; supergraph: string; typeDefs: Record<string, string> };

const suites = [
  abstractTypes,
  answers,
  entities,
  failures,
  mergedTypes,
  movingFields,
  compositeKeys,
  requiredArguments,
  providedFragments,
  requiresAndProvides,
];

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The supergraphs of all cases, and the product's own; not those with interfaces without types, of which nothing can be made up. */
export const triedSupergraphs = (): Tried[] => [
  ...suites.map(({ name, subgraphs }) => ({
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
