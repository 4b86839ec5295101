import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { languageOf } from '#kit/language.ts';
import { endingMessages, errorMessages, type Language, type Words } from '#schema/errors.ts';
import type { Operation } from '../operations.ts';
import { type ConnectionSession, createConnectionSession } from './connection-session.ts';
import type { Transport } from './connections.ts';
import { requestScope } from './request-headers.ts';
import type { RouteParts } from './routes.ts';
import { type Asked, sessionOperation } from './session-operation.ts';
import { beginAnswer, LOG_OUT_MS, type UnderWay, whenAnswered } from './under-way.ts';

/** Why a stream ends although its subscriptions go on: its session has, or the gateway restarts. The reason is in the client's language. */
export type Ending = { cause: 'session' | 'restart'; reason: string };

/** What a stream says that ends so; `after` is the cursor to resume a feed from. */
export const endingError = ({ cause, reason }: Ending, after?: unknown): GraphQLError =>
  new GraphQLError(reason, {
    extensions: { code: cause === 'session' ? 'AUTH_002' : 'SERVICE_UNAVAILABLE', ...(after === undefined ? {} : { after }) },
  });

/** A client's stay on a long HTTP response. */
export type Visit = {
  session: ConnectionSession;
  /** An operation in the client's name; who that is is read anew whenever it is needed. */
  operation(asked: Asked): Operation;
  /** Keeps it from being ended for a restart, or a log-out, before a query or mutation is answered; the result is to be called then. */
  beginAnswer(): () => void;
  /** Called once, also when it has ended already. */
  onEnding(listener: (ending: Ending) => void): void;
  close(): void;
};

/** Counts a client in and learns who it is. Null when there are too many of its address, or the gateway restarts: then it is answered. */
export const openVisit = async (
  { identify, revocations, connections, graceMs }: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  transport: Transport,
): Promise<Visit | null> => {
  const ending = Promise.withResolvers<Ending>();
  const language = languageOf(request.headers['accept-language']);
  const underWay: UnderWay = new Set();
  const place = connections.open(request.ip, transport, async (reason) => {
    await whenAnswered(underWay);
    ending.resolve({ cause: 'restart', reason: reason[language] });
  });
  if (!place) {
    await refuse(reply, language, connections.draining);
    return null;
  }
  const close = async (reason: Words): Promise<void> => {
    // It may be this client that has logged out.
    if (reason === endingMessages.SESSION_ENDED) await whenAnswered(underWay, LOG_OUT_MS);
    ending.resolve({ cause: 'session', reason: `${reason[language]} ${errorMessages.AUTH_002[language]}` });
  };
  const session = createConnectionSession({ identify, revocations, close, graceMs });
  // What is asked is not known yet to be a subscription; the visitor says in the same turn when it is none.
  const known = beginAnswer(underWay);
  await session.refresh(request.headers.authorization);
  known();
  const scope = requestScope(request.headers, request.ip, session.caller());
  reply.header('x-request-id', scope.traceId);
  return {
    session,
    beginAnswer: () => beginAnswer(underWay),
    onEnding: (listener) => void ending.promise.then(listener),
    operation: (asked) => sessionOperation(scope, session, asked),
    close: () => {
      session.close();
      place.closed();
    },
  };
};

const refuse = (reply: FastifyReply, language: Language, draining: boolean) =>
  draining
    ? reply.code(503).header('retry-after', '1').send({ message: endingMessages.RESTARTING[language] })
    : reply.code(429).send({ message: endingMessages.TOO_MANY[language] });
