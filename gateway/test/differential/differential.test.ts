import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTrial, type Trial } from './trial.ts';
import { triedSupergraphs } from './tried-supergraphs.ts';

/** Operations tried on each supergraph; more by hand with `run.ts`. */
const OPERATIONS = 15;

describe.each(triedSupergraphs())('Random operations on "$name"', ({ supergraph, typeDefs }) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await createTrial(supergraph, typeDefs);
  });
  afterAll(() => trial.close());

  it('are answered as a monolith with the same data answers them', async () => {
    for (let seed = 0; seed < OPERATIONS; seed++) {
      const { finding } = await trial.run(seed);
      expect(finding).toBeNull();
    }
  });
});
