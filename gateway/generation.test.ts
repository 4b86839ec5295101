import { describe, expect, it } from '@jest/globals';
import { type GraphQLError, parse } from 'graphql';
import { createMetrics } from '#kit/metrics.ts';
import { createGeneration } from './generation.ts';
import { standardLimits } from './limits.ts';
import type { Operation } from './operations.ts';
import { loadSupergraph } from './supergraph.ts';
import { createOperationMetrics } from './telemetry/operation-metrics.ts';
import { composeSmall } from './test/small-graph.ts';

const sdl = composeSmall({ shop: { sdl: 'type Query { name: String till: Int @policy(policies: [["owner"]]) }' } });

const generationOf = () => {
  const measures = createOperationMetrics(createMetrics());
  const asked: string[] = [];
  const policies = (policy: string): boolean => asked.push(policy) < 0;
  return {
    ...createGeneration(loadSupergraph(sdl), { introspection: true, limits: standardLimits, policies }, measures),
    plans: measures.plans,
    asked,
  };
};

const operation = (query: string, operationName?: string): Operation => ({
  document: parse(query),
  hash: query,
  operationName,
  variables: {},
  headers: {},
  traceId: '',
});

describe('A generation', () => {
  it('refuses operations of a type that its schema does not have', () => {
    const { errors } = generationOf().read('mutation { open }');
    expect(errors).toEqual([expect.objectContaining({ message: 'There is no mutation in this schema.' })]);
  });

  it('does not change the error that graphql-js has for all documents it gives up on', () => {
    const { planAnew, read } = generationOf();
    const endless = `{ ${'name '.repeat(950)} }`;
    const reasons = (errors: readonly GraphQLError[] | undefined) => errors?.map(({ extensions }) => extensions.reason);
    expect(reasons(planAnew(operation(endless)) as readonly GraphQLError[])).toEqual(['SUPERGRAPH_CHANGED']);
    expect(reasons(read(endless).errors)).toEqual([undefined]);
  });

  it('has one plan for an operation, named or not', () => {
    const { plan, plans } = generationOf();
    expect(plan(operation('query Name { name }', 'Name'))).toBe(plan(operation('query Name { name }')));
    expect(plan(operation('query Name { name }')).planKey).not.toBe(plan(operation('query Other { name }')).planKey);
    expect(plans).toMatchObject({ entries: 2, misses: 2 });
  });

  it('remembers nothing of an operation that the document does not have', () => {
    const { plan, plans, asked } = generationOf();
    const query = 'query Till { till } query Name { name }';
    for (const name of ['till', '', undefined, 'x'.repeat(100_000)]) expect(() => plan(operation(query, name))).toThrow(/operation name/i);
    expect({ ...plans, asked }).toEqual({ entries: 0, hits: 0, misses: 0, asked: [] });
    plan(operation(query, 'Till'));
    expect(asked).toEqual(['owner']);
  });

  it('validates an older generation’s document once for all that subscribe to it', () => {
    const { planAnew } = generationOf();
    const errors = planAnew(operation('subscription { gone }'));
    expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ reason: 'SUPERGRAPH_CHANGED' }) })]);
    expect(planAnew(operation('subscription { gone }'))).toBe(errors);
  });
});
