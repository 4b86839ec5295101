import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { type DocumentNode, type ExecutionResult, type GraphQLError, parse, validate } from 'graphql';
import { createLog } from '#kit/log.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { createExecutor, type Executor } from '../execute/executor.ts';
import { type PlannedOperation, planOperation } from '../plan/plan-operation.ts';
import { conditionsOf } from '../plan/settle-conditions.ts';
import { unrestricted } from '../protection/decide.ts';
import { createHttpSubgraph } from '../sources/http-subgraph.ts';
import { loadSupergraph, type Supergraph } from '../supergraph.ts';
import type { SmallSubgraph } from './case.ts';
import { composeSmall, runSmall } from './small-graph.ts';
import { suites } from './suites.ts';
import { writtenText } from './written-text.ts';

const SECRET = 'a secret of the tests, long enough to pass';
const cleanups = createCleanupStack();
afterAll(cleanups.run);

type Sources = Record<string, Subgraph>;

const overHttp = async (subgraphs: Record<string, SmallSubgraph>): Promise<Sources> => {
  const served = Object.values(runSmall(subgraphs)).map(async (subgraph) => {
    const app = fastify({ forceCloseConnections: true });
    serveSubgraph(app, subgraph, SECRET);
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const source = createHttpSubgraph({ name: subgraph.name, url: `${url}/graphql`, gatewaySecret: SECRET });
    cleanups.add(() => source.close().then(() => app.close()));
    return [subgraph.name, source] as const;
  });
  return Object.fromEntries(await Promise.all(served));
};

/** An answer is the same, character for character, when it is written as text at once. */
const expectSameText = async (
  executor: Executor,
  planned: PlannedOperation,
  variables: Record<string, unknown>,
  result: ExecutionResult,
) => {
  const written = await executor.answer(planned, { variables, headers: {} });
  expect(writtenText(written) ?? `${JSON.stringify(written)}\n`).toBe(`${JSON.stringify(result)}\n`);
};

/** As a client sees it: what cannot be planned is an error too. */
const execute = async (
  executor: Executor,
  supergraph: Supergraph,
  document: DocumentNode,
  variables: Record<string, unknown>,
): Promise<ExecutionResult> => {
  try {
    const planned = planOperation(supergraph, document, undefined, unrestricted, conditionsOf(document, undefined, variables));
    const result = await executor.execute(planned, { variables, headers: {} });
    if (planned.definition.operation === 'query') await expectSameText(executor, planned, variables, result);
    return result;
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
};

const transports = {
  'in process': async (subgraphs: Record<string, SmallSubgraph>): Promise<Sources> => runSmall(subgraphs),
  'over HTTP': overHttp,
};

const loaded = suites.map((suite) => ({ ...suite, supergraph: loadSupergraph(composeSmall(suite.subgraphs)) }));

describe.each(Object.entries(transports))('Subgraphs %s', (_transport, open) => {
  describe.each(loaded)('$name', ({ subgraphs, cases, supergraph }) => {
    let sources: Sources;
    beforeAll(async () => {
      sources = await open(subgraphs);
    });

    it.each(cases)('$title', async ({ query, variables = {}, data, errors = [] }) => {
      const document = parse(query);
      expect(validate(supergraph.schema, document)).toEqual([]);
      const executor = createExecutor({ subgraphs: sources, log: createLog('silent', 'gateway') });
      const result = await execute(executor, supergraph, document, variables);
      expect(JSON.parse(JSON.stringify(result.data ?? null))).toEqual(data);
      const given = (result.errors ?? []).map((error) => (error as GraphQLError).toJSON());
      expect(given).toHaveLength(errors.length);
      expect(given).toEqual(expect.arrayContaining(errors.map((error) => expect.objectContaining(error))));
    });
  });
});
