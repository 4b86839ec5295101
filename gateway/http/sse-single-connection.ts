import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_BYTES } from '../limits.ts';
import { admitted } from './admitted.ts';
import { type ReservedStream, reserveStream } from './reserved-stream.ts';
import type { RouteParts } from './routes.ts';
import { acceptsEventStream, serveEventStream } from './sse.ts';
import { NO_DOCUMENT, readOperation, readParameters } from './stream-parameters.ts';
import { refuseUnread } from './unread-request.ts';
import { openVisit } from './visit.ts';

const PATH = '/graphql/stream';
const TOKEN_HEADER = 'x-graphql-event-stream-token';

/**
 * Serves GraphQL over SSE with a single connection on `/graphql/stream` (for browsers' six connections): PUT reserves a stream, GET opens
 * it, POST runs an operation on it, DELETE ends one. Without a token a request is a stream of its own. The token only lets somebody
 * read the stream: each POST brings its own `Authorization`, of the account that reserved it.
 */
export const serveSingleConnections = (app: FastifyInstance, routes: RouteParts): void => {
  const streams = new Map<string, ReservedStream>();
  const find = ({ headers, query }: FastifyRequest): { token: string | null; stream: ReservedStream | undefined } => {
    const token = headers[TOKEN_HEADER] ?? (query as { token?: unknown }).token;
    return typeof token === 'string' ? { token, stream: streams.get(token) } : { token: null, stream: undefined };
  };
  app.put(PATH, async (request, reply) => {
    if (find(request).stream) return answer(reply, 409, 'Stream already registered');
    const visit = await openVisit(routes, request, reply, 'sse');
    if (!visit) return reply;
    const stream = reserveStream(visit, routes.heartbeats, ({ token }) => streams.delete(token));
    streams.set(stream.token, stream);
    return reply.code(201).type('text/plain; charset=utf-8').send(stream.token);
  });
  app.route({
    method: ['GET', 'POST'],
    url: PATH,
    bodyLimit: BODY_BYTES,
    errorHandler: refuseUnread(routes),
    handler: async (request, reply) => {
      const { token, stream } = find(request);
      if (token === null && acceptsEventStream(request))
        return (await admitted(routes, request, reply)) ? serveEventStream(routes, request, reply) : reply;
      if (!stream) return answer(reply, 404, 'Stream not found');
      if (!acceptsEventStream(request)) return runOperation(routes, stream, request, reply);
      if (stream.isOpen) return answer(reply, 409, 'Stream already open');
      stream.open(reply);
    },
  });
  app.delete(PATH, async (request, reply) => {
    const { stream } = find(request);
    const id = (request.query as { operationId?: unknown }).operationId;
    if (!stream) return answer(reply, 404, 'Stream not found');
    if (typeof id !== 'string' || id === '') return answer(reply, 400, 'Operation ID is missing');
    stream.leave(id);
    return reply.code(200).send();
  });
};

const runOperation = async (routes: RouteParts, stream: ReservedStream, request: FastifyRequest, reply: FastifyReply) => {
  if (!(await admitted(routes, request, reply))) return reply;
  if (stream.isClosed) return answer(reply, 404, 'Stream not found');
  const parameters = readParameters(request);
  if (!parameters) return answer(reply, 400, NO_DOCUMENT);
  const id = parameters.extensions.operationId;
  if (typeof id !== 'string' || id === '') return answer(reply, 400, 'Operation ID is missing');
  if (stream.operations.has(id)) return answer(reply, 409, 'Operation with ID already exists');
  if (stream.operations.size >= routes.operationsPerSocket || stream.isFull)
    return answer(reply, 429, 'Too many operations on this stream');
  const operation = stream.reserve(id);
  try {
    if (!(await belongsTo(routes, stream, request))) {
      operation.release();
      return answer(reply, 403, 'A stream belongs to one account.');
    }
    if (!operation.isHeld) return reply.code(204).send();
    const read = readOperation(routes.operations, request, parameters);
    if ('errors' in read) operation.outlet.end(read.errors);
    else {
      if (read.kind === 'subscription') operation.goesOn();
      operation.runs(routes.operations.subscribe(stream.visit.operation(read.asked), operation.outlet));
    }
  } catch (error) {
    operation.release();
    throw error;
  }
  return reply.code(202).send();
};

/** Whether the request is the stream's account's; its token is taken up as the stream's freshest. */
const belongsTo = async ({ identify }: RouteParts, { visit }: ReservedStream, { headers }: FastifyRequest): Promise<boolean> => {
  const { identity } = await identify(headers.authorization);
  if (identity?.userId !== visit.session.caller().identity?.userId) return false;
  if (identity) await visit.session.refresh(headers.authorization);
  return true;
};

const answer = (reply: FastifyReply, status: number, message: string) => reply.code(status).send({ errors: [{ message }] });
