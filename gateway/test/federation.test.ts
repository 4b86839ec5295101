import { describe, expect, it } from '@jest/globals';
import { type GraphQLError, parse, validate } from 'graphql';
import { createLog } from '#kit/log.ts';
import { createExecutor } from '../execute/executor.ts';
import { planOperation } from '../plan/plan-operation.ts';
import { loadSupergraph } from '../supergraph.ts';
import { abstractTypes } from './cases/abstract-types.ts';
import { answers } from './cases/answers.ts';
import { entities } from './cases/entities.ts';
import { failures } from './cases/failures.ts';
import { requiresAndProvides } from './cases/requires-and-provides.ts';
import { composeSmall, runSmall } from './small-graph.ts';

const log = createLog('silent', 'gateway');

describe.each([entities, requiresAndProvides, abstractTypes, answers, failures])('$name', ({ subgraphs, cases }) => {
  const supergraph = loadSupergraph(composeSmall(subgraphs));
  const executor = createExecutor({ subgraphs: runSmall(subgraphs), log });

  it.each(cases)('$title', async ({ query, variables = {}, data, errors = [] }) => {
    const document = parse(query);
    expect(validate(supergraph.schema, document)).toEqual([]);
    const result = await executor.execute(planOperation(supergraph, document), { variables, headers: {} });
    expect(JSON.parse(JSON.stringify(result.data ?? null))).toEqual(data);
    const given = (result.errors ?? []).map((error) => (error as GraphQLError).toJSON());
    expect(given).toHaveLength(errors.length);
    expect(given).toEqual(expect.arrayContaining(errors.map((error) => expect.objectContaining(error))));
  });
});
