import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_BYTES } from '../limits.ts';
import type { ApolloContext } from './apollo.ts';
import { withPersistedId } from './apq-cache.ts';
import { multipartSubscription, serveMultipart } from './multipart.ts';
import { requestScope } from './request-headers.ts';
import { serveEventStream, wantsEventStream } from './sse.ts';
import type { LiveRoutes } from './visit.ts';

export type GraphQLRoutes = LiveRoutes & { apollo: ApolloServer<ApolloContext> };

/** Serves GET and POST `/graphql`: JSON through Apollo Server, event streams and subscriptions in parts for those that accept them. */
export const serveGraphQL = (app: FastifyInstance, { apollo, ...routes }: GraphQLRoutes): void => {
  const json = fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      const scope = requestScope(request.headers, request.ip, await routes.identify(request.headers.authorization));
      reply.header('x-request-id', scope.traceId);
      return { ...scope, signal: leftSignal(reply) };
    },
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    bodyLimit: BODY_BYTES,
    onRequest: refuseOtherCharsets,
    handler(request, reply) {
      if (wantsEventStream(request)) return serveEventStream(routes, request, reply);
      const subscription = multipartSubscription(routes, request);
      if (subscription) return serveMultipart(routes, request, reply, subscription);
      request.body = withPersistedId(request.body);
      return json.call(this, request, reply);
    },
    errorHandler: (error, _request, reply) => reply.code(error.statusCode ?? 500).send({ errors: [requestError(error)] }),
  });
};

/** JSON is UTF-8 (RFC 8259 §8.1); bytes of another encoding would be misread. */
const refuseOtherCharsets = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (!charset || /^utf-?8$/i.test(charset)) return;
  const message = `The charset "${charset}" is not supported. Send UTF-8.`;
  return reply.code(415).send({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
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
