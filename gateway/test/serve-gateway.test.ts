import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { openAdapters } from '#kit/adapters.ts';
import { createLog } from '#kit/log.ts';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { readConfig } from '../config.ts';
import { serveGateway } from '../main.ts';
import { composeSmall, runSmall } from './small-graph.ts';
import { SECRET } from './start-gateway.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const one = { sdl: 'type Query { one: Int }', resolvers: { Query: { one: () => 1 } } };
const both = { sdl: 'type Query { one: Int two: Int }', resolvers: { Query: { one: () => 1, two: () => 2 } } };

/** A subgraph that knows both fields, and an address that gives what `supergraph` is at the time. */
const serve = async () => {
  const subgraph = fastify({ forceCloseConnections: true });
  serveSubgraph(subgraph, runSmall({ numbers: both }).numbers!, SECRET);
  const url = `${await subgraph.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  cleanups.add(() => subgraph.close());
  const at = (sdl: string): string => sdl.replace('http://numbers.test', url);
  let supergraph = at(composeSmall({ numbers: one }));
  let asked = 0;
  const registry = createServer((_request, response) => {
    asked++;
    response.end(supergraph);
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  cleanups.add(() => new Promise((resolve) => registry.close(resolve)));
  return {
    url: `http://127.0.0.1:${(registry.address() as { port: number }).port}/supergraph`,
    change: async (sdl: string): Promise<void> => {
      supergraph = at(sdl);
      const before = asked;
      await eventually(() => asked > before + 1);
    },
  };
};

const start = async (environment: Record<string, string>): Promise<string> => {
  const database = await createTestDatabase();
  cleanups.add(database.drop);
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    GATEWAY_SECRET: SECRET,
    DATABASE_URL: database.url,
    PORT: '0',
    DRAIN_MS: '0',
    ...environment,
  });
  const adapters = await openAdapters(config, createLog('silent', 'gateway'));
  cleanups.add(adapters.close);
  const gateway = await serveGateway(config, adapters);
  cleanups.add(gateway.close);
  return gateway.url;
};

describe('A gateway whose supergraph is at an address', () => {
  it('goes over to each new one; a broken one is refused, and the one before keeps serving', async () => {
    const registry = await serve();
    const url = await start({ SUPERGRAPH_URL: registry.url, SUPERGRAPH_POLL_MS: '100' });
    const ask = async (query: string): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      const { data } = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json()) as {
        data?: unknown;
      };
      return data;
    };
    expect([await ask('{ one }'), await ask('{ two }')]).toEqual([{ one: 1 }, undefined]);
    await registry.change('type Query { broken: ');
    expect([await ask('{ one }'), await ask('{ two }')]).toEqual([{ one: 1 }, undefined]);
    await registry.change(composeSmall({ numbers: both }));
    await eventually(async () => expect(await ask('{ one two }')).toEqual({ one: 1, two: 2 }));
  });

  it('does not start without it, and says where it was looked for', async () => {
    await expect(start({ SUPERGRAPH_URL: 'http://127.0.0.1:1/supergraph?key=secret' })).rejects.toThrow(
      /http:\/\/127\.0\.0\.1:1\/supergraph \(SUPERGRAPH_URL\) cannot be read/,
    );
  });
});
