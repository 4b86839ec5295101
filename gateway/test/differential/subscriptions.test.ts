import { describe, expect, it } from '@jest/globals';
import { followedSupergraphs } from './followed-supergraphs.ts';
import { createSubscriptionTrial } from './subscription-trial.ts';

/** Subscriptions tried on each supergraph, of three events each; more by hand with `run-subscriptions.ts`. */
const SEEDS = [0, 1, 2];

describe.each(followedSupergraphs())('Random subscriptions on "$name"', (tried) => {
  it('are answered event by event as a monolith with the same data answers them', async () => {
    const trial = createSubscriptionTrial(tried);
    for (const seed of SEEDS) expect(await trial.run(seed)).toBeNull();
  });
});
