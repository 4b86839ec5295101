import { type ExecutionResult, Kind, parse } from 'graphql';
import type { SubgraphRequest } from '#kit/subgraph.ts';
import { toByteText } from './byte-text.ts';
import { type CircuitBreakerOptions, createCircuitBreaker } from './circuit-breaker.ts';
import { type DataSource, startOfBody, type TextRequest } from './data-source.ts';
import { type Link, type LinkAnswer, type LinkOptions, type LinkQuestion, ofOperation } from './link.ts';
import { parseRawResult, readResult } from './read-result.ts';
import { createSocketLink } from './socket-link.ts';
import { createSubgraphSockets } from './subgraph-sockets.ts';
import { createUndiciLink } from './undici-link.ts';

export type HttpSubgraphOptions = {
  name: string;
  /** Of its GraphQL endpoint; the socket's is the same with `ws:`. */
  url: string;
  gatewaySecret: string;
  /** Milliseconds until a request counts as failed, all tries together; a request's own deadline may come before. */
  timeoutMs?: number;
  connections?: number;
  /** The largest answer. */
  maxBytes?: number;
  /** So much of questions may wait to be sent. */
  maxWaitingBytes?: number;
  /** After so many failures in a row the subgraph is left alone for `pauseMs`, then tried with one request. */
  breaker?: CircuitBreakerOptions;
  /** What carries the requests. */
  createLink?: (options: LinkOptions) => Link;
  /** What carries queries, when it is something else. */
  createQueryLink?: (options: LinkOptions) => Link;
};

/** Bare sockets for `http:`, undici for the rest. */
const defaultLink = (url: string) => (url.startsWith('http:') ? createSocketLink : createUndiciLink);

const MEGABYTE = 1024 * 1024;
/** A longer question goes by HTTP: it would hold up what shares its socket, and subgraphs end sockets over messages of a megabyte. */
const LONG = MEGABYTE / 2;

/**
 * A subgraph over HTTP and, for subscriptions, graphql-transport-ws. Queries are tried twice when the connection
 * fails, mutations once. A subgraph that fails again and again is not asked for a while: its questions are rejected at
 * once. No answer counts, one of 5xx, and what is none of GraphQL; one of 4xx says something about the question only.
 */
export const createHttpSubgraph = (options: HttpSubgraphOptions): DataSource => {
  const { name, url, gatewaySecret, timeoutMs = 10_000, connections = 64 } = options;
  const { maxBytes = 64 * MEGABYTE, maxWaitingBytes = 64 * MEGABYTE } = options;
  const linked = { url, gatewaySecret, timeoutMs, connections, maxBytes, maxWaitingBytes };
  const link = (options.createLink ?? defaultLink(url))(linked);
  const queryLink = options.createQueryLink?.(linked) ?? link;
  const sockets = createSubgraphSockets({ name, url, gatewaySecret });
  const guarded = createCircuitBreaker(name, options.breaker ?? { failures: 10, pauseMs: 1_000 });
  const toResult = (answer: LinkAnswer): ExecutionResult => readResult(name, answer, JSON.parse);
  const toRawResult = (answer: LinkAnswer, read: TextRequest['read']): ExecutionResult =>
    (answer.status === 200 && read?.(answer.text)) || readResult(name, answer, parseRawResult);
  const send = (request: TextRequest): Promise<ExecutionResult> => {
    const { start, variables, headers, signal, isMutation, raw, read } = request;
    const own = performance.now() + timeoutMs;
    const deadline = Math.min(own, request.deadline ?? own);
    const question = { openBody: start + variables, headers, signal, deadline, isRepeatable: !isMutation, asByteText: raw };
    const carrier = isMutation || question.openBody.length > LONG ? link : queryLink;
    const ask = () => postTwice([carrier, link], question, raw ? (answer) => toRawResult(answer, read) : toResult);
    return guarded(deadline < own ? () => ask().catch((error) => Promise.reject(ofOperation(error))) : ask, signal);
  };
  return {
    name,
    send,
    execute: ({ query, document, operationName, variables, headers, signal, deadline }) =>
      send({
        start: startOfBody(query, operationName),
        variables: toByteText(JSON.stringify(variables ?? {})),
        headers: { values: headers },
        signal,
        deadline,
        isMutation: isMutation({ query, document }),
        raw: false,
      }),
    subscribe: async (request) => sockets.subscribe(request),
    close: async () => {
      await Promise.all([link.close(), queryLink.close(), sockets.close()]);
    },
  };
};

/** Asks once more, by the second link, when the connection was refused or broke, but never a mutation. */
const postTwice = (
  [first, second]: readonly [Link, Link],
  question: LinkQuestion,
  read: (answer: LinkAnswer) => ExecutionResult,
): Promise<ExecutionResult> =>
  first.post(question).then(read, (error: unknown) => {
    if (!question.isRepeatable || !isConnectionError(error)) throw error;
    return second.post(question).then(read);
  });

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);

const isConnectionError = (error: unknown): boolean => CONNECTION_ERRORS.has(String((error as { code?: unknown }).code));

const isMutation = ({ document, query }: Pick<SubgraphRequest, 'document' | 'query'>): boolean =>
  (document ?? parse(query)).definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  );
