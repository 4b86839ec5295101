import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { leftSignal } from '#kit/left-signal.ts';
import { BODY_BYTES, tooManyLines } from '../limits.ts';
import { admitted } from './admitted.ts';
import type { ApolloContext } from './apollo.ts';
import { namePersistedId } from './apq-cache.ts';
import { multipartSubscription, serveMultipart } from './multipart.ts';
import { readAgain } from './quick-requests.ts';
import type { RouteParts } from './routes.ts';
import { serveEventStream, wantsEventStream } from './sse.ts';
import { refuseUnread } from './unread-request.ts';

export type GraphQLRoutes = RouteParts & { apollo: ApolloServer<ApolloContext> };

/**
 * Serves what of GET and POST `/graphql` is not answered the quick way (`quick-requests.ts`): through Apollo
 * Server; event streams and subscriptions in parts for those that accept them.
 */
export const serveGraphQL = (app: FastifyInstance, { apollo, ...routes }: GraphQLRoutes): void => {
  const contexts = new WeakMap<FastifyRequest, ApolloContext>();
  const json = fastifyApolloHandler(apollo, { context: async (request) => contexts.get(request)! });
  const begin = async (request: FastifyRequest, reply: FastifyReply): Promise<ApolloContext | null> => {
    const { failure, signal, answered } = routes.quick.handedOn(request.raw) ?? {};
    if (failure !== undefined) throw failure;
    const scope = await admitted(routes, request, reply);
    return scope && { ...scope, signal: signal ?? leftSignal(reply.raw), answered };
  };
  app.register(async (scope) => {
    refuseOtherCharsets(scope);
    readAgain(scope, routes.quick);
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      bodyLimit: BODY_BYTES,
      async handler(request, reply) {
        const context = await begin(request, reply);
        if (!context) return reply;
        if (wantsEventStream(routes, request)) return serveEventStream(routes, request, reply);
        const subscription = multipartSubscription(routes, request);
        if (subscription) return serveMultipart(routes, request, reply, subscription);
        refuseUnwieldy(request);
        contexts.set(request, context);
        namePersistedId(request);
        return json.call(scope, request, reply);
      },
      errorHandler: refuseUnread(routes),
    });
  });
};

/** Of a longer one the parser that Apollo Server has takes time that grows with the square of its white space. */
const LONGEST_CONTENT_TYPE = 256;

/** Throws for what Apollo Server would take long to refuse. */
const refuseUnwieldy = ({ method, headers, query, body }: FastifyRequest): void => {
  if ((headers['content-type'] ?? '').length > LONGEST_CONTENT_TYPE) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('(too long)');
  const { query: text } = ((method === 'GET' ? query : body) ?? {}) as { query?: unknown };
  const refusal = typeof text === 'string' ? tooManyLines(text) : null;
  if (refusal) throw refusal;
};

/** JSON is UTF-8 (RFC 8259 §8.1); a body that says it is something else is not read as if it were. */
const OTHER_CHARSET = /;\s*charset=(?!"?utf-?8\b)/i;

const refuseOtherCharsets = (scope: FastifyInstance): void => {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (OTHER_CHARSET.test(request.headers['content-type'] ?? '')) return done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(), undefined);
    parse(request, text, done);
  });
};
