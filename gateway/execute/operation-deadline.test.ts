import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ExecutionResult, parse } from 'graphql';
import { createLog } from '#kit/log.ts';
import type { SubgraphRequest } from '#kit/subgraph.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { planOperation } from '../plan/plan-operation.ts';
import { createDeadlines } from '../sources/deadline.ts';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall, runSmall } from '../test/small-graph.ts';
import { createExecutor } from './executor.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const LIVES = {
  sdl: `
    type Query { thing: Thing }
    type Mutation { change: Thing }
    type Subscription { changed: Thing }
    type Thing @key(fields: "id") { id: ID! name: String }
  `,
  resolvers: { Query: { thing: () => ({ id: 't', name: 'Tea' }) }, Mutation: { change: () => ({ id: 't', name: 'Rice' }) } },
};
const step = (field: string, required: string) => ({
  sdl: `type Thing @key(fields: "id") { id: ID! ${required}: Int @external ${field}: Int @requires(fields: "${required}") }`,
  resolvers: { Thing: { [field]: () => 1 } },
});
const subgraphs = {
  lives: LIVES,
  first: { sdl: 'type Thing @key(fields: "id") { id: ID! one: Int }', resolvers: { Thing: { one: () => 1 } } },
  second: step('two', 'one'),
  third: step('three', 'two'),
};
const supergraph = loadSupergraph(composeSmall(subgraphs));
const plan = (query: string) => planOperation(supergraph, parse(query));

const EACH_MS = 500;
const request = { variables: {}, headers: {} };

/**
 * Subgraphs each of which takes its time, an executor that has so long for all of them together, and who was
 * asked. `patient` ones have no deadline.
 */
const slow = (timeoutMs: number, ...patient: string[]) => {
  const deadlines = createDeadlines(10_000);
  cleanups.add(deadlines.close);
  const asked: string[] = [];
  const sources = Object.entries(runSmall(subgraphs)).map(([name, subgraph]) => {
    const execute = async (question: SubgraphRequest): Promise<ExecutionResult> => {
      asked.push(name);
      await pause(EACH_MS);
      return subgraph.execute(question);
    };
    const slowed = { ...subgraph, execute };
    return [name, patient.includes(name) ? slowed : deadlines.limit(slowed)] as const;
  });
  return { asked, executor: createExecutor({ subgraphs: Object.fromEntries(sources), log: createLog('silent', 'gateway'), timeoutMs }) };
};

describe('The time of an operation', () => {
  it('is one for all steps of a query: what comes too late is its subgraph’s error, what is there stays, and nothing further is asked', async () => {
    const { asked, executor } = slow(1.5 * EACH_MS);
    const planned = plan('{ thing { name three } }');
    const begun = performance.now();
    const { data, errors } = await executor.execute(planned, request);
    expect(performance.now() - begun).toBeLessThan(4 * EACH_MS);
    expect(data).toEqual({ thing: { name: 'Tea', three: null } });
    expect(errors).toMatchObject([{ path: ['thing'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'first' } }]);
    expect(asked).toEqual(['lives', 'first']);
  });

  it('says so for what is not asked any more', async () => {
    const { asked, executor } = slow(EACH_MS / 2, 'lives');
    const { data, errors } = await executor.execute(plan('{ thing { name one } }'), request);
    expect(asked).toEqual(['lives']);
    expect(data).toEqual({ thing: { name: 'Tea', one: null } });
    expect(errors).toMatchObject([{ path: ['thing', 'one'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'first' } }]);
  });

  it('does not hold for a mutation, which runs to its end', async () => {
    const { executor } = slow(1.5 * EACH_MS);
    expect(await executor.execute(plan('mutation { change { name three } }'), request)).toEqual({
      data: { change: { name: 'Rice', three: 1 } },
    });
  });

  it('begins anew with each event of a subscription', async () => {
    const { executor } = slow(3.5 * EACH_MS);
    const subscription = plan('subscription { changed { name two } }');
    for (const name of ['Tea', 'Rice'])
      expect(await executor.complete(subscription, request, { data: { changed: { __typename: 'Thing', id: 't', name } } })).toEqual({
        data: { changed: { name, two: 1 } },
      });
  });
});
