import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { createHttpSubgraph, type HttpSubgraphOptions } from '../sources/http-subgraph.ts';
import { createSocketLink } from '../sources/socket-link.ts';
import { createUndiciLink } from '../sources/undici-link.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A server in a subgraph's place that does what a test wants of it, and counts; with the data source that asks it. */
export const serveAnswers = async (
  cleanups: ReturnType<typeof createCleanupStack>,
  answer: Answer,
  options: Partial<HttpSubgraphOptions>,
) => {
  const seen = { requests: 0, bodies: [] as string[], headers: [] as IncomingMessage['headers'][], left: 0 };
  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) seen.left++;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.bodies.push(Buffer.concat(chunks).toString());
    seen.headers.push(request.headers);
    answer(request, response, ++seen.requests);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const source = createHttpSubgraph({ name: 'things', url, gatewaySecret: 'a secret', ...options });
  cleanups.add(async () => {
    await source.close();
    server.closeAllConnections();
    server.close();
  });
  return { seen, source, server };
};

export const QUERY = { query: '{ thing }', headers: {} };
export const MUTATION = { query: 'mutation { change }', headers: {} };
export const reply = (response: ServerResponse, body: unknown, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
export const thing: Answer = (_request, response) => reply(response, { data: { thing: '마당' } });
export const drop: Answer = (request) => void request.socket.destroy();

/** What may carry the questions. */
export const links = { 'bare sockets': createSocketLink, undici: createUndiciLink };
