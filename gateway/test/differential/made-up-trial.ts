import type { SmallSubgraph } from '../case.ts';
import { composeSmall, typeDefsOf } from '../small-graph.ts';
import { randomSupergraph } from './random-supergraph.ts';
import { createTrial, type Trial } from './trial.ts';

/** A trial on a supergraph that is made up; null when it cannot be composed. */
export const madeUpTrial = async (seed: number): Promise<Trial | null> => {
  const subgraphs = randomSupergraph(seed);
  const supergraph = composed(subgraphs);
  if (supergraph === null) return null;
  return createTrial(supergraph, Object.fromEntries(Object.entries(subgraphs).map(([name, small]) => [name, typeDefsOf(small)])));
};

const composed = (subgraphs: Record<string, SmallSubgraph>): string | null => {
  try {
    return composeSmall(subgraphs);
  } catch {
    return null;
  }
};
