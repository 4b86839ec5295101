import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { port, readConfig } from './config.ts';
import { requireIdentity } from './identity.ts';
import { defineService, type Request } from './service.ts';
import { serveSubgraph } from './subgraph-server.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { createIssuer, startTestService } from './testing/test-service.ts';

const SECRET = 'the secret of gateway and subgraphs';
const cleanups = createCleanupStack();
afterAll(cleanups.run);
let url: string;
let authorization: string;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'subgraph-'));
  cleanups.add(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'schema.graphql');
  writeFileSync(file, 'type Query { open: Int me: String }');
  const definition = defineService({
    name: 'user',
    readConfig: (environment) => readConfig(environment, { PORT: port(0) }),
    createContext: (kit) => kit,
    graph: {
      schema: pathToFileURL(file),
      resolvers: { Query: { open: () => 1, me: (_: unknown, __: unknown, ctx: Request) => requireIdentity(ctx).userId } },
    },
  });
  const { service, issuer, close } = await startTestService(definition);
  cleanups.add(close);
  authorization = await issuer.authorizationFor('owner');
  const app = fastify({ forceCloseConnections: true });
  serveSubgraph(app, service.subgraph!, SECRET);
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  cleanups.add(() => app.close());
});

const post = async (query: string, headers: Record<string, string>) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] } };
};

/** The answer on a socket, or the code that it was closed with. */
const onSocket = (query: string, connectionParams: Record<string, string>): Promise<unknown> => {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  return new Promise<unknown>((resolve) => {
    client.subscribe({ query }, { next: resolve, error: (event) => resolve((event as { code?: number }).code), complete: () => {} });
  }).finally(() => client.dispose());
};

const trusted = { 'x-gateway-secret': SECRET };

describe('A subgraph', () => {
  it.each<Record<string, string>>([{}, { 'x-gateway-secret': '' }, { 'x-gateway-secret': `${SECRET}.` }])(
    'answers nobody but the gateway: %j',
    async (headers) => {
      for (const query of ['{ open }', '{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
        const { status, body } = await post(query, headers);
        expect({ status, data: body.data, code: body.errors?.[0]?.extensions.code }).toEqual({
          status: 401,
          data: undefined,
          code: 'UNAUTHENTICATED',
        });
        expect(await onSocket(query, headers)).toBe(4403);
      }
    },
  );

  it('answers the gateway', async () => {
    expect((await post('{ open }', trusted)).body).toEqual({ data: { open: 1 } });
    expect(await onSocket('{ open }', trusted)).toEqual({ data: { open: 1 } });
  });

  it('verifies for itself the token that the gateway passes on', async () => {
    expect((await post('{ me }', { ...trusted, authorization })).body).toEqual({ data: { me: 'owner' } });
    expect(await onSocket('{ me }', { ...trusted, authorization })).toEqual({ data: { me: 'owner' } });
    const forged = await (await createIssuer()).authorizationFor('owner');
    for (const wrong of [forged, 'Bearer x', 'owner']) {
      const { body } = await post('{ me }', { ...trusted, authorization: wrong });
      expect([body.data, body.errors?.[0]?.extensions.code]).toEqual([{ me: null }, 'UNAUTHENTICATED']);
      expect(await onSocket('{ me }', { ...trusted, authorization: wrong })).toMatchObject({ data: { me: null } });
    }
  });
});
