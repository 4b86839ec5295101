import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RequestScope, requestScope } from './request-headers.ts';
import type { LiveRoutes } from './visit.ts';

/** Learns who asks, and counts the request before anything of it is read. Null when it comes too often: then it is answered (429). */
export const admitted = async (
  { operations, identify }: Pick<LiveRoutes, 'operations' | 'identify'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<RequestScope | null> => {
  const scope = requestScope(request.headers, request.ip, await identify(request.headers.authorization));
  reply.header('x-request-id', scope.traceId);
  const refusal = operations.admit(scope);
  if (!refusal) return scope;
  const takesNew = /\bapplication\/graphql-response\+json\b/.test(request.headers.accept ?? '');
  reply
    .code(429)
    .header('retry-after', String(refusal.extensions.retryAfter))
    .header('cache-control', 'no-store')
    .type(takesNew ? 'application/graphql-response+json; charset=utf-8' : 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [refusal] }));
  return null;
};
