import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { type ExecutionResult, Kind, parse } from 'graphql';
import type { SubgraphRequest } from '#kit/subgraph.ts';
import { type DataSource, startOfBody, type TextRequest } from './data-source.ts';
import { createHttpLink, type Link, type LinkAnswer, type LinkOptions } from './link.ts';
import { createSocketLink } from './socket-link.ts';
import { createSubgraphSockets } from './subgraph-sockets.ts';

export type HttpSubgraphOptions = {
  name: string;
  /** Of its GraphQL endpoint; the socket's is the same with `ws:`. */
  url: string;
  gatewaySecret: string;
  /** Milliseconds until a request counts as failed. */
  timeoutMs?: number;
  connections?: number;
  /** The largest answer. */
  maxBytes?: number;
  /** After so many failures in a row the subgraph is left alone for `pauseMs`, then tried with one request. */
  breaker?: { failures: number; pauseMs: number };
  /** What carries the requests. */
  createLink?: (options: LinkOptions) => Link;
};

/** Bare sockets for `http:`, undici for the rest. */
const defaultLink = (url: string) => (url.startsWith('http:') ? createSocketLink : createHttpLink);

const MEGABYTE = 1024 * 1024;

/**
 * A subgraph over HTTP and, for subscriptions, graphql-transport-ws. Queries are tried twice when the connection fails, mutations once.
 * A subgraph that fails again and again is not asked for a while: its questions are rejected at once.
 */
export const createHttpSubgraph = (options: HttpSubgraphOptions): DataSource => {
  const { name, url, gatewaySecret, timeoutMs = 10_000, connections = 64, maxBytes = 64 * MEGABYTE } = options;
  const link = (options.createLink ?? defaultLink(url))({ url, gatewaySecret, timeoutMs, connections, maxBytes });
  const sockets = createSubgraphSockets({ name, url, gatewaySecret });
  const guarded = guard(name, options.breaker ?? { failures: 10, pauseMs: 1_000 });
  const send = ({ start, variables, headers, signal, isMutation }: TextRequest): Promise<ExecutionResult> =>
    guarded(async () => {
      const body = `${start}${variables}}`;
      return readResult(name, await postTwice(link, () => !isMutation && !signal?.aborted, body, headers, signal, !isMutation));
    }, signal);
  return {
    name,
    send,
    execute: ({ query, document, operationName, variables, headers, signal }) =>
      send({
        start: startOfBody(query, operationName),
        variables: JSON.stringify(variables ?? {}),
        headers,
        signal,
        isMutation: isMutation({ query, document }),
      }),
    subscribe: async (request) => sockets.subscribe(request),
    close: async () => {
      await sockets.close();
      await link.close();
    },
  };
};

/** Asks once more when the connection was refused or broke, if that may be done. */
const postTwice = async (link: Link, mayRetry: () => boolean, ...asked: Parameters<Link['post']>): Promise<LinkAnswer> => {
  try {
    return await link.post(...asked);
  } catch (error) {
    if (!isConnectionError(error) || !mayRetry()) throw error;
    return link.post(...asked);
  }
};

type Guarded = (run: () => Promise<ExecutionResult>, signal?: AbortSignal) => Promise<ExecutionResult>;

/** The circuit breaker. A client that leaves says nothing about the subgraph. */
const guard = (name: string, { failures, pauseMs }: { failures: number; pauseMs: number }): Guarded => {
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof ClientLeft)),
    { halfOpenAfter: pauseMs, breaker: new ConsecutiveBreaker(failures) },
  );
  return async (run, signal) => {
    try {
      return await breaker.execute(async () => {
        try {
          return await run();
        } catch (error) {
          throw signal?.aborted ? new ClientLeft('The client has left.', { cause: error }) : error;
        }
      });
    } catch (error) {
      if (error instanceof ClientLeft) throw error.cause;
      if (error instanceof BrokenCircuitError)
        throw new Error(`The subgraph "${name}" failed ${failures} times in a row.`, { cause: error });
      throw error;
    }
  };
};

class ClientLeft extends Error {}

const readResult = (name: string, { status, text }: LinkAnswer): ExecutionResult => {
  if (status !== 200 && status !== 400) throw new Error(`The subgraph "${name}" answered with status ${status}.`);
  const result: unknown = JSON.parse(text);
  if (typeof result !== 'object' || result === null || !('data' in result || 'errors' in result)) {
    throw new Error(`The subgraph "${name}" answered something else than a GraphQL result (status ${status}).`);
  }
  return result as ExecutionResult;
};

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);

const isConnectionError = (error: unknown): boolean => CONNECTION_ERRORS.has(String((error as { code?: unknown }).code));

const isMutation = ({ document, query }: Pick<SubgraphRequest, 'document' | 'query'>): boolean =>
  (document ?? parse(query)).definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  );
