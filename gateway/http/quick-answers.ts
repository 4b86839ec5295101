import type { OutgoingHttpHeaders } from 'node:http';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { leftSignal as responseLeft } from '#kit/left-signal.ts';
import { bodyOf, isWritten, type WrittenAnswer } from '../execute/written-answer.ts';
import { admitted } from './admitted.ts';
import type { ApolloContext } from './apollo.ts';
import { withoutAlgorithm } from './apq-cache.ts';
import type { LiveRoutes } from './visit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body of a JSON request as it came. */
    bodyText: string;
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** What clients accept whose answers go the quick way, and the media type that Apollo Server chooses for them. */
const MEDIA_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json', GRAPHQL_TYPE],
]);

const JSON_BODY = /^application\/json(; ?charset=utf-8)?$/i;
/** JSON is UTF-8 (RFC 8259 §8.1); a body that says it is something else is not read as if it were. */
const OTHER_CHARSET = /;\s*charset=(?!"?utf-?8\b)/i;
const PARAMETERS = new Set(['query', 'documentId', 'operationName', 'variables']);

/** Keeps the text of JSON bodies beside what they say; the rules of parsing are fastify's own. */
export const keepBodyText = (scope: FastifyInstance): void => {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.decorateRequest('bodyText', '');
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (OTHER_CHARSET.test(request.headers['content-type'] ?? '')) return done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(), undefined);
    request.bodyText = text;
    parse(request, text, done);
  });
};

/** An answer without errors; or what Apollo Server needs to answer; or neither: the request was refused already. */
export type QuickAnswer = { written?: WrittenAnswer; context?: ApolloContext };

export type QuickAnswers = (request: FastifyRequest, reply: FastifyReply) => Promise<QuickAnswer> | null;

/**
 * The short way of an ordinary request: a POST of JSON with a query that is valid, or an id of one. Its answer is written without Apollo Server, with the
 * same status, headers and body; everything else, errors included, is Apollo Server's. Null when the request is none of these.
 */
export const createQuickAnswers = (routes: Pick<LiveRoutes, 'operations' | 'identify'>): QuickAnswers => {
  const { operations } = routes;
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { query, documentId, operationName, variables }: Parameters,
  ): Promise<QuickAnswer> => {
    const scope = await admitted(routes, request, reply);
    if (!scope) return {};
    const { document, hash } = operations.read(query ?? operations.persisted.get(withoutAlgorithm(documentId)) ?? '');
    const signal = leftSignal(reply);
    if (!document) return { context: { ...scope, signal } };
    const operation = { ...scope, document, hash, operationName, variables: variables ?? {}, signal };
    const result = await operations.answerText(operation, request.bodyText);
    return isWritten(result) ? { written: result } : { context: { ...scope, signal, answered: result } };
  };
  return (request, reply) => {
    const mediaType = request.method === 'POST' ? MEDIA_TYPES.get(request.headers.accept) : undefined;
    const parameters = mediaType && JSON_BODY.test(request.headers['content-type'] ?? '') ? readParameters(request.body) : null;
    if (!mediaType || !parameters) return null;
    return answer(request, reply, parameters).then((answered) => {
      if (answered.written) reply.header('content-type', mediaType).header('cache-control', 'no-store');
      return answered;
    });
  };
};

/** By text, or by id. */
type Parameters = ({ query: string; documentId?: undefined } | { query?: undefined; documentId: string }) & {
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
};

const readParameters = (body: unknown): Parameters | null => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  for (const name in body) if (!PARAMETERS.has(name)) return null;
  const { query, documentId, operationName, variables } = body as Record<string, unknown>;
  if (query === undefined ? typeof documentId !== 'string' : typeof query !== 'string' || query === '' || documentId !== undefined)
    return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) return null;
  return body as Parameters;
};

/** Sends an answer past fastify, which takes no text but UTF-8: `onSend` hooks do not see it. */
export const sendWritten = (reply: FastifyReply, written: WrittenAnswer): FastifyReply => {
  const body = bodyOf(written);
  reply.sayParting();
  reply.header('content-length', Buffer.byteLength(body, written.encoding));
  reply.raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
  reply.hijack();
  reply.raw.end(body, written.encoding);
  return reply;
};

/** Aborts when the client leaves before its answer is written. */
export const leftSignal = (reply: FastifyReply): AbortSignal => responseLeft(reply.raw);
