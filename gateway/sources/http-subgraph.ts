import type { ExecutionResult } from 'graphql';
import { Kind, parse } from 'graphql';
import { Pool } from 'undici';
import type { Subgraph, SubgraphHeaders, SubgraphRequest } from '#kit/subgraph.ts';
import { createSubgraphSockets } from './subgraph-sockets.ts';

export type HttpSubgraphOptions = {
  name: string;
  /** Of its GraphQL endpoint; the socket's is the same with `ws:`. */
  url: string;
  gatewaySecret: string;
  /** Milliseconds until a request counts as failed. */
  timeoutMs?: number;
  connections?: number;
};

/** A subgraph over HTTP (keep-alive, no pipelining) and, for subscriptions, graphql-transport-ws. Queries are tried twice when the connection fails. */
export const createHttpSubgraph = ({ name, url, gatewaySecret, timeoutMs = 10_000, connections = 64 }: HttpSubgraphOptions): Subgraph => {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: 2_000 },
  });
  const sockets = createSubgraphSockets({ name, url, gatewaySecret });
  const post = async ({ query, operationName, variables, headers, signal }: SubgraphRequest): Promise<ExecutionResult> => {
    const response = await pool.request({
      method: 'POST',
      path: `${pathname}${search}`,
      headers: {
        ...present(headers),
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        'x-gateway-secret': gatewaySecret,
      },
      body: JSON.stringify({ query, operationName, variables }),
      signal,
    });
    const text = await response.body.text();
    return readResult(name, response.statusCode, text);
  };
  return {
    name,
    execute: async (request) => {
      try {
        return await post(request);
      } catch (error) {
        if (request.signal?.aborted || !isConnectionError(error) || isMutation(request)) throw error;
        return post(request);
      }
    },
    subscribe: async (request) => sockets.subscribe(request),
    close: async () => {
      await sockets.close();
      await pool.close();
    },
  };
};

const present = (headers: SubgraphHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));

const readResult = (name: string, status: number, text: string): ExecutionResult => {
  if (status !== 200 && status !== 400) throw new Error(`The subgraph "${name}" answered with status ${status}.`);
  const result: unknown = JSON.parse(text);
  if (typeof result !== 'object' || result === null || !('data' in result || 'errors' in result)) {
    throw new Error(`The subgraph "${name}" answered something else than a GraphQL result (status ${status}).`);
  }
  return result as ExecutionResult;
};

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);

const isConnectionError = (error: unknown): boolean => CONNECTION_ERRORS.has(String((error as { code?: unknown }).code));

const isMutation = ({ document, query }: SubgraphRequest): boolean =>
  (document ?? parse(query)).definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  );
