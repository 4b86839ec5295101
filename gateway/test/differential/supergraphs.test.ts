import { expect, it } from '@jest/globals';
import { madeUpTrial } from './made-up-trial.ts';

/** Supergraphs made up, and operations tried on each; more by hand with `run-supergraphs.ts`. */
const SUPERGRAPHS = 15;
const OPERATIONS = 6;

it('Random operations on supergraphs that are made up are answered as a monolith with the same data answers them', async () => {
  let composed = 0;
  for (let seed = 0; seed < SUPERGRAPHS; seed++) {
    const trial = await madeUpTrial(seed);
    if (!trial) continue;
    composed++;
    for (let operation = 0; operation < OPERATIONS; operation++) {
      const { finding } = await trial.run(seed * 1_000 + operation);
      expect(finding).toBeNull();
    }
  }
  expect(composed).toBeGreaterThan(SUPERGRAPHS / 2);
}, 60_000);
