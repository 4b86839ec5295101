import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { Operations } from '../operations.ts';
import type { RequestScope } from './request-headers.ts';

export type EventStreamRequest = RequestScope & { signal: AbortSignal };

/** Whether a request asks for an event stream. */
export const wantsEventStream = (request: FastifyRequest): boolean => /(^|[\s,])text\/event-stream\b/.test(request.headers.accept ?? '');

/**
 * Answers one operation as an event stream (GraphQL over SSE, distinct connections): a subscription's results or a query's one, then
 * `complete`. `signal` ends the stream.
 */
export const serveEventStream = async (
  operations: Operations,
  request: FastifyRequest,
  reply: FastifyReply,
  scope: EventStreamRequest,
): Promise<void> => {
  const handle = createHandler({
    authenticate: () => null,
    onSubscribe: (_request, { query, operationName, variables }) =>
      asStream(start(operations, request.method, { query, operationName, variables: (variables ?? {}) as Record<string, unknown> }, scope)),
  });
  request.headers.accept = 'text/event-stream';
  reply.header('x-accel-buffering', 'no');
  reply.hijack();
  await handle(request, reply);
};

type Params = { query: string; operationName?: string | null; variables: Record<string, unknown> };

const start = (operations: Operations, method: string, { query, operationName, variables }: Params, scope: EventStreamRequest) => {
  const { document, hash, errors } = operations.read(query);
  if (!document) return { errors };
  if (method === 'GET' && isMutation(document, operationName)) return { errors: [mutationOverGet()] };
  return operations.stream({ ...scope, document, hash, operationName, variables });
};

const isMutation = (document: DocumentNode, operationName?: string | null): boolean =>
  getOperationAST(document, operationName)?.operation === 'mutation';

const mutationOverGet = (): GraphQLError => new GraphQLError('Mutations need POST.', { extensions: { code: 'BAD_REQUEST' } });

const asStream = (result: ReturnType<typeof start>): AsyncGenerator<ExecutionResult> =>
  Symbol.asyncIterator in result ? result : single(result);

async function* single(result: ExecutionResult | Promise<ExecutionResult>): AsyncGenerator<ExecutionResult> {
  yield await result;
}
