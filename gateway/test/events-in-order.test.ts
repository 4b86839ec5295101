import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Subgraph } from '#kit/subgraph.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { runSmall } from './small-graph.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let yard: Yard;
let gateway: TestGateway;

/** Answers later the earlier it is asked. */
const everFaster = (subgraph: Subgraph): Subgraph => {
  let delay = 100;
  return {
    ...subgraph,
    execute: async (request) => {
      delay = Math.max(0, delay - 20);
      await new Promise((resume) => setTimeout(resume, delay));
      return subgraph.execute(request);
    },
  };
};

beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs, sources: { events: everFaster(runSmall(yard.subgraphs).events!) } });
});
afterAll(() => gateway.close());

describe('The events of a subscription', () => {
  it.each([
    ['a feed', 'subscription { entered { name event { title } } }', 'name'],
    ['an unmarked stream', 'subscription { said { text event { title } } }', 'text'],
  ])('of %s stay in order, whatever the rest of the plan takes for each', async (_kind, query, field) => {
    const live = collect(gateway.socket().client, query);
    await eventually(() => yard.subscriptions().open === 1);
    const expected = Array.from({ length: 10 }, (_, index) => String(index));
    for (const text of expected) {
      yard.enter(text);
      yard.say(text);
    }
    await eventually(() => live.results.length === 10);
    const seen = live.results.map((result) => Object.values((result as { data: Record<string, Record<string, unknown>> }).data)[0]!);
    expect(seen.map((item) => item[field])).toEqual(expected);
    expect(seen.every(({ event }) => (event as { title: string }).title === 'Event 7')).toBe(true);
    live.stop();
    await eventually(() => yard.subscriptions().open === 0);
  });
});
