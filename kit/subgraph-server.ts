import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { leftSignal } from './left-signal.ts';
import { oneAnswer } from './one-answer.ts';
import { openingStream } from './opening-stream.ts';
import type { Subgraph, SubgraphHeaders, SubgraphRequest } from './subgraph.ts';

const PATH = '/graphql';
const FORWARDED = [
  'authorization',
  'x-token-refused',
  'x-client-address',
  'x-request-id',
  'traceparent',
  'accept-language',
  'x-feed-begin',
] as const;

const secretMatches = (given: unknown, secret: string): boolean => {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const pickHeaders = (from: Record<string, unknown>): SubgraphHeaders =>
  Object.fromEntries(FORWARDED.flatMap((name) => (typeof from[name] === 'string' ? [[name, from[name]]] : [])));

type Body = { query?: unknown; operationName?: unknown; variables?: unknown };

/**
 * Serves a subgraph to the gateway: `POST /graphql` (GraphQL over HTTP) and graphql-transport-ws on the same path. Only callers that
 * send `x-gateway-secret` are answered (spec §1): 401 over HTTP, close code 4403 on a socket. A gateway that leaves stops what was begun for
 * its query, but no mutation.
 */
export const serveSubgraph = (app: FastifyInstance, subgraph: Subgraph & { schema: GraphQLSchema }, gatewaySecret: string): void => {
  app.post<{ Body: Body }>(PATH, async (request, reply) => {
    if (!secretMatches(request.headers['x-gateway-secret'], gatewaySecret)) {
      return reply
        .code(401)
        .send({ errors: [{ message: 'Only the gateway may ask this subgraph.', extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    const { query, operationName, variables } = request.body ?? {};
    if (typeof query !== 'string') return reply.code(400).send({ errors: [{ message: 'The body must be JSON with a `query`.' }] });
    const signal = leftSignal(reply.raw);
    try {
      return await subgraph.execute({
        query,
        operationName: typeof operationName === 'string' ? operationName : undefined,
        variables: (variables ?? {}) as Record<string, unknown>,
        headers: pickHeaders(request.headers),
        signal,
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      return reply.hijack();
    }
  });
  serveSockets(app, subgraph, gatewaySecret);
};

const serveSockets = (app: FastifyInstance, subgraph: Subgraph & { schema: GraphQLSchema }, gatewaySecret: string): void => {
  const { schema } = subgraph;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const serving = useServer(
    {
      onConnect: ({ connectionParams }) => secretMatches(connectionParams?.['x-gateway-secret'], gatewaySecret),
      onSubscribe: ({ connectionParams }, _id, payload) => {
        const document = parseOrErrors(payload.query);
        if (Array.isArray(document)) return document;
        const request: SubgraphRequest = {
          query: payload.query,
          document,
          operationName: payload.operationName ?? undefined,
          variables: (payload.variables ?? {}) as Record<string, unknown>,
          headers: pickHeaders({ ...connectionParams, ...(payload.extensions?.headers as object | undefined) }),
        };
        return { schema, document, operationName: request.operationName, contextValue: request };
      },
      // As a stream an answer has an end that graphql-ws calls when the gateway completes or its socket closes.
      execute: ({ contextValue }) => oneAnswer((signal) => subgraph.execute({ ...(contextValue as SubgraphRequest), signal })),
      subscribe: ({ contextValue }) => openingStream((signal) => subgraph.subscribe({ ...(contextValue as SubgraphRequest), signal })),
      onNext: (_context, _id, _payload, _args, result) => result,
    },
    sockets,
  );
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== PATH) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  app.addHook('preClose', async () => void (await serving.dispose()));
};

const parseOrErrors = (query: string): DocumentNode | GraphQLError[] => {
  try {
    return parse(query);
  } catch (error) {
    return [error as GraphQLError];
  }
};
