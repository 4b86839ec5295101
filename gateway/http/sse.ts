import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { languageOf } from '#kit/language.ts';
import { endingMessages } from '#schema/errors.ts';
import type { Outlet } from '../live/outlet.ts';
import { idLine, openEventStream } from './event-stream.ts';
import type { RouteParts } from './routes.ts';
import { NO_DOCUMENT, readOperation, readParameters } from './stream-parameters.ts';
import { createWrapper, type StreamedResponse } from './streamed-response.ts';
import { endingError, openVisit } from './visit.ts';

const EVENT_STREAM = /(^|[\s,])text\/event-stream\b/;
const JSON_TOO = /application\/(graphql-response\+)?json\b/;

/** Whether a request accepts an event stream. */
export const acceptsEventStream = ({ headers }: FastifyRequest): boolean => EVENT_STREAM.test(headers.accept ?? '');

/** Whether it is to be answered with one: clients that accept JSON too get it for a subscription only. */
export const wantsEventStream = ({ operations }: RouteParts, request: FastifyRequest): boolean => {
  if (!acceptsEventStream(request)) return false;
  if (!JSON_TOO.test(request.headers.accept ?? '')) return true;
  const parameters = readParameters(request);
  return !!parameters && isSubscription(operations, request, parameters);
};

const isSubscription = (...asked: Parameters<typeof readOperation>): boolean => {
  const read = readOperation(...asked);
  return 'asked' in read && read.kind === 'subscription';
};

/**
 * Answers one operation as an event stream (GraphQL over SSE, distinct connections): a subscription's results
 * or a query's one, then `complete`. Without `complete` the client is to come back: the gateway restarts. What
 * is POSTed and no subscription it then answers with 503, so that its client knows that nothing was done.
 */
export const serveEventStream = async (routes: RouteParts, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const parameters = readParameters(request);
  if (!parameters) return void (await reply.code(400).send({ errors: [{ message: NO_DOCUMENT }] }));
  const comesBack = (): boolean => request.method === 'GET' || isSubscription(routes.operations, request, parameters);
  if (routes.connections.draining && comesBack()) return sendElsewhere(routes, request, reply);
  const visit = await openVisit(routes, request, reply, 'sse');
  if (!visit) return;
  const read = readOperation(routes.operations, request, parameters);
  const response = openEventStream(reply, routes.heartbeats);
  const answered = visit.beginAnswer();
  const outlet = createOutlet(response, answered);
  if (!('errors' in read) && read.kind === 'subscription') answered();
  const after = lastEventId(request);
  const leave = 'errors' in read ? outlet.end(read.errors) : routes.operations.subscribe(visit.operation({ ...read.asked, after }), outlet);
  visit.onEnding((ending) => {
    if (ending.cause === 'session') outlet.end([endingError(ending, outlet.after())]);
    else response.end(`: ${ending.reason}\n${idLine(outlet.after())}\n`);
    response.cutOff();
  });
  await response.closed;
  answered();
  leave?.();
  visit.close();
};

/**
 * A browser's `EventSource`, as what follows subscriptions like it, connects again after a stream that has
 * ended, but never after a 503 (WHATWG HTML §9.2.3).
 */
const sendElsewhere = ({ heartbeats }: RouteParts, { headers }: FastifyRequest, reply: FastifyReply): void =>
  openEventStream(reply, heartbeats).end(`: ${endingMessages.RESTARTING[languageOf(headers['accept-language'])]}\n\n`);

/** Its bytes are UTF-8 (WHATWG HTML §9.2.4), which Node reads one by one. */
const lastEventId = ({ headers }: FastifyRequest): string | undefined =>
  Buffer.from(String(headers['last-event-id'] ?? ''), 'latin1').toString() || undefined;

const nextEvent = createWrapper('event: next\ndata: ', '\n\n');
const nextItem = createWrapper('event: next\ndata: ', ({ position }) => `\n${idLine(position)}\n`);

/** @param onEnd called with the end */
const createOutlet = (response: StreamedResponse, onEnd: () => void): Outlet & { after(): unknown } => {
  let place: unknown;
  return {
    waitingBytes: response.waitingBytes,
    whenDrained: response.whenDrained,
    send: (payload) => response.write(place === undefined ? nextEvent(payload) : nextItem(payload)),
    resumesAfter: (cursor, isBegin) => {
      place = cursor;
      // An id without data moves the place of an `EventSource`, and nothing else (WHATWG HTML §9.2.6).
      if (isBegin) response.write(`${idLine(cursor)}\n`);
    },
    after: () => place,
    end: (errors?: readonly GraphQLError[]) => {
      const last = errors ? `event: next\ndata: ${JSON.stringify({ errors })}\n\n` : '';
      response.end(`${last}event: complete\ndata:\n\n`);
      onEnd();
    },
  };
};
