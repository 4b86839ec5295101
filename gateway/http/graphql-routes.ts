import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { BODY_BYTES } from '../limits.ts';
import type { ApolloContext } from './apollo.ts';
import { withPersistedId } from './apq-cache.ts';
import { multipartSubscription, serveMultipart } from './multipart.ts';
import { createQuickAnswers, keepBodyText, leftSignal } from './quick-answers.ts';
import { requestScope } from './request-headers.ts';
import { serveEventStream, wantsEventStream } from './sse.ts';
import type { LiveRoutes } from './visit.ts';

export type GraphQLRoutes = LiveRoutes & { apollo: ApolloServer<ApolloContext> };

/** Serves GET and POST `/graphql`: JSON the quick way or through Apollo Server, event streams and subscriptions in parts for those that accept them. */
export const serveGraphQL = (app: FastifyInstance, { apollo, ...routes }: GraphQLRoutes): void => {
  const quick = createQuickAnswers(routes.operations, routes.identify);
  const answered = new WeakMap<FastifyRequest, ApolloContext>();
  const json = fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      const known = answered.get(request);
      if (known) return known;
      const scope = requestScope(request.headers, request.ip, await routes.identify(request.headers.authorization));
      reply.header('x-request-id', scope.traceId);
      return { ...scope, signal: leftSignal(reply) };
    },
  });
  app.register(async (scope) => {
    keepBodyText(scope);
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      bodyLimit: BODY_BYTES,
      async handler(request, reply) {
        const answer = await quick(request, reply);
        if (answer?.bytes) return reply.send(answer.bytes);
        if (answer?.context) answered.set(request, answer.context);
        if (wantsEventStream(request)) return serveEventStream(routes, request, reply);
        const subscription = multipartSubscription(routes, request);
        if (subscription) return serveMultipart(routes, request, reply, subscription);
        request.body = withPersistedId(request.body);
        return json.call(scope, request, reply);
      },
      errorHandler: (error, _request, reply) => reply.code(error.statusCode ?? 500).send({ errors: [requestError(error)] }),
    });
  });
};

/** What fastify refuses before GraphQL begins: no JSON, too large, of another media type. */
const requestError = ({ statusCode, message }: FastifyError) =>
  statusCode === 413
    ? {
        message: `The request exceeds the limit "body" of ${BODY_BYTES} bytes.`,
        extensions: { code: 'BAD_REQUEST', limit: 'body', max: BODY_BYTES },
      }
    : { message: (statusCode ?? 500) < 500 ? message : 'The request could not be read.', extensions: { code: 'BAD_REQUEST' } };
