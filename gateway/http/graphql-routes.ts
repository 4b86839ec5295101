import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identify } from '../identity.ts';
import { BODY_BYTES } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { Revocations } from '../revocations.ts';
import type { ApolloContext } from './apollo.ts';
import { requestScope } from './request-headers.ts';
import { serveEventStream, wantsEventStream } from './sse.ts';

export type GraphQLRoutes = { apollo: ApolloServer<ApolloContext>; operations: Operations; identify: Identify; revocations: Revocations };

/** Serves GET and POST `/graphql`: JSON through Apollo Server, event streams for those that accept them. */
export const serveGraphQL = (app: FastifyInstance, { apollo, operations, identify, revocations }: GraphQLRoutes): void => {
  const ending = new AbortController();
  const scopeOf = async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = await identify(request.headers.authorization);
    const scope = requestScope(request.headers, request.ip, caller);
    reply.header('x-request-id', scope.traceId);
    return { caller, scope };
  };
  const json = fastifyApolloHandler(apollo, {
    context: async (request, reply) => ({ ...(await scopeOf(request, reply)).scope, signal: leftSignal(reply) }),
  });
  const stream = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { caller, scope } = await scopeOf(request, reply);
    const revoked = new AbortController();
    const unwatch = caller.identity ? revocations.watch(caller.identity.sessionId, () => revoked.abort()) : () => {};
    reply.raw.once('close', unwatch);
    const signal = AbortSignal.any([ending.signal, revoked.signal, leftSignal(reply)]);
    await serveEventStream(operations, request, reply, { ...scope, signal });
  };
  app.addHook('preClose', async () => ending.abort());
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    bodyLimit: BODY_BYTES,
    handler(request, reply) {
      return wantsEventStream(request) ? stream(request, reply) : json.call(this, request, reply);
    },
    errorHandler: (error, _request, reply) => reply.code(error.statusCode ?? 500).send({ errors: [requestError(error)] }),
  });
};

/** Aborts when the client leaves before its answer is written. */
const leftSignal = (reply: FastifyReply): AbortSignal => {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
};

/** What fastify refuses before GraphQL begins: no JSON, too large, of another media type. */
const requestError = ({ statusCode, message }: FastifyError) =>
  statusCode === 413
    ? {
        message: `The request exceeds the limit "body" of ${BODY_BYTES} bytes.`,
        extensions: { code: 'BAD_REQUEST', limit: 'body', max: BODY_BYTES },
      }
    : { message: (statusCode ?? 500) < 500 ? message : 'The request could not be read.', extensions: { code: 'BAD_REQUEST' } };
