import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { endOfTurn } from '../end-of-turn.ts';
import { BODY_BYTES } from '../limits.ts';
import { admitted } from './admitted.ts';
import type { ApolloContext } from './apollo.ts';
import { namePersistedId } from './apq-cache.ts';
import { multipartSubscription, serveMultipart } from './multipart.ts';
import { createQuickAnswers, keepBodyText, leftSignal, sendWritten } from './quick-answers.ts';
import { serveEventStream, wantsEventStream } from './sse.ts';
import { refuseUnread } from './unread-request.ts';
import type { LiveRoutes } from './visit.ts';

export type GraphQLRoutes = LiveRoutes & { apollo: ApolloServer<ApolloContext> };

/** Serves GET and POST `/graphql`: JSON the quick way or through Apollo Server, event streams and subscriptions in parts for those that accept them. */
export const serveGraphQL = (app: FastifyInstance, { apollo, ...routes }: GraphQLRoutes): void => {
  const quick = createQuickAnswers(routes);
  const contexts = new WeakMap<FastifyRequest, ApolloContext>();
  const json = fastifyApolloHandler(apollo, { context: async (request) => contexts.get(request)! });
  const begin = async (request: FastifyRequest, reply: FastifyReply): Promise<ApolloContext | null> => {
    const scope = await admitted(routes, request, reply);
    return scope && { ...scope, signal: leftSignal(reply) };
  };
  app.register(async (scope) => {
    keepBodyText(scope);
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      bodyLimit: BODY_BYTES,
      async handler(request, reply) {
        const answer = await quick(request, reply);
        if (answer?.written) {
          await endOfTurn();
          return sendWritten(reply, answer.written);
        }
        const context = answer ? answer.context : await begin(request, reply);
        if (!context) return reply;
        if (wantsEventStream(routes, request)) return serveEventStream(routes, request, reply);
        const subscription = multipartSubscription(routes, request);
        if (subscription) return serveMultipart(routes, request, reply, subscription);
        contexts.set(request, context);
        namePersistedId(request);
        return json.call(scope, request, reply);
      },
      errorHandler: refuseUnread(routes),
    });
  });
};
