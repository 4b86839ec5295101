import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { buildSchema } from 'graphql';
import type { SubgraphRequest } from './subgraph.ts';
import { serveSubgraph } from './subgraph-server.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const SECRET = 'a secret of the tests';

const serve = async () => {
  const asked: SubgraphRequest[] = [];
  const execute = (request: SubgraphRequest) => {
    asked.push(request);
    return request.query === '{ never }' ? new Promise<never>(() => {}) : Promise.resolve({ data: {} });
  };
  const app = fastify({ forceCloseConnections: true });
  const schema = buildSchema('type Query { never: Int }');
  serveSubgraph(app, { name: 'things', schema, execute, subscribe: execute, close: async () => {} }, SECRET);
  cleanups.add(() => app.close());
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  const ask = (query: string, signal?: AbortSignal) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gateway-secret': SECRET },
      body: JSON.stringify({ query }),
      signal,
    });
  return { asked, ask };
};

describe('A subgraph that is served', () => {
  it('hears that the gateway has left, and nothing of the kind after an answer', async () => {
    const { asked, ask } = await serve();
    await (await ask('{ __typename }')).json();
    const leaving = new AbortController();
    const left = ask('{ never }', leaving.signal).catch((error: Error) => error.name);
    await eventually(() => asked.length === 2);
    leaving.abort();
    expect(await left).toBe('AbortError');
    await eventually(() => asked[1]!.signal?.aborted === true);
    expect(asked[0]!.signal?.aborted).toBe(false);
  });
});
