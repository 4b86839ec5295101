import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Identify } from '../identity.ts';
import type { Operations } from '../operations.ts';
import { type RequestScope, requestScope } from './request-headers.ts';

/** Who asks; and the error when that is too often. */
export type RequestAdmission = { scope: RequestScope; refusal: GraphQLError | null };

type Admitting = { operations: Pick<Operations, 'admit'>; identify: Identify };

/** Learns who asks, and counts the request before anything of it is done. */
export const admitRequest = async (
  { operations, identify }: Admitting,
  { headers }: Pick<IncomingMessage, 'headers'>,
  address: string,
): Promise<RequestAdmission> => {
  const scope = requestScope(headers, address, await identify(headers.authorization));
  return { scope, refusal: operations.admit(scope) };
};

/** The same, once a request, for one that fastify answers. Null when it comes too often: then it is answered (429). */
export const admitted = async (
  routes: Admitting & { quick: { handedOn: (request: IncomingMessage) => { admission?: RequestAdmission } | undefined } },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<RequestScope | null> => {
  const known = routes.quick.handedOn(request.raw)?.admission;
  const { scope, refusal } = known ?? (await admitRequest(routes, request.raw, request.ip));
  reply.header('x-request-id', scope.traceId);
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
