import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { CloseCode, type Context, handleProtocols, MessageType, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { languageOf } from '#kit/language.ts';
import type { Log } from '#kit/log.ts';
import { endingMessages } from '#schema/errors.ts';
import type { Identify } from '../identity.ts';
import { BODY_BYTES } from '../limits.ts';
import { createMailbox } from '../live/mailbox.ts';
import type { Operation, Operations } from '../operations.ts';
import { asksForCost } from '../protection/show-cost.ts';
import { protocolErrorIn } from '../public-errors.ts';
import type { Revocations } from '../revocations.ts';
import type { Connections } from './connections.ts';
import { beatsFor, type Heartbeats, WAITING_BYTES } from './heartbeats.ts';
import { requestScope } from './request-headers.ts';
import { sessionOperation } from './session-operation.ts';
import { createSocketOutlet } from './socket-outlet.ts';
import { createSocketSession, type SocketSession } from './socket-session.ts';
import { begin, type UnderWay, whenAnswered } from './under-way.ts';

export type WebSocketOptions = {
  operations: Operations;
  identify: Identify;
  revocations: Revocations;
  connections: Connections;
  log: Log;
  /** The client's address, with trusted proxies taken into account. */
  addressOf: (request: IncomingMessage) => string;
  operationsPerSocket: number;
  /** Milliseconds after its token's expiry within which a fresh one must come; 30 s by default. */
  graceMs?: number;
  /** Milliseconds within which `connection_init` must come. */
  initMs: number;
  /** A peer that answers none is cut off. */
  heartbeats: Heartbeats;
};

/** One client's socket. */
export type Connection = {
  socket: WebSocket;
  /** What the frames are written to. */
  stream: Socket;
  address: string;
  headers: IncomingHttpHeaders;
  session: SocketSession;
  /** Queries and mutations that are being answered. */
  underWay: UnderWay;
  /** Where the feeds on it are to be resumed, by operation. */
  places: Map<string, unknown>;
  /** Of every operation on it, when `connection_init` asks for it. */
  showCost: boolean;
};

type SocketContext = Context<Record<string, unknown>, Connection>;

const PATH = '/graphql';
/** A client that does not answer the close is cut off after so long. */
const CLOSE_MS = 2_000;

/** Serves graphql-transport-ws on `/graphql`: all kinds of operations, with the identity of `connectionParams.authorization`. */
export const serveWebSockets = (app: FastifyInstance, options: WebSocketOptions): void => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES, handleProtocols, perMessageDeflate: false });
  const protocol = createProtocol(options);
  const accept = (socket: WebSocket, stream: Socket, address: string, headers: IncomingHttpHeaders): void => {
    const language = languageOf(headers['accept-language']);
    const place = options.connections.open(address, 'websocket', async (reason) => {
      await whenAnswered(connection.underWay);
      sendAway(connection, 1001, reason[language]);
    });
    socket.on('error', (error) => options.log.debug({ err: error }, 'a socket failed'));
    if (!place) {
      socket.close(1013, endingMessages.TOO_MANY[language]);
      return;
    }
    const session = createSocketSession({ ...options, close: (reason) => sendAway(connection, CloseCode.Forbidden, reason[language]) });
    const connection: Connection = { socket, stream, address, headers, session, underWay: new Set(), places: new Map(), showCost: false };
    const closed = speak(protocol, connection, options.log);
    const stopBeating = keepAlive(options.heartbeats, connection);
    socket.once('close', (code, reason) => {
      stopBeating();
      place.closed();
      session.close();
      void closed(code, String(reason));
    });
  };
  app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== PATH) return stream.destroy();
    if (options.connections.draining) return refuseUpgrade(stream);
    const { traceparent, 'accept-language': language } = request.headers;
    const address = options.addressOf(request);
    sockets.handleUpgrade(request, stream, head, (socket) =>
      accept(socket, stream as Socket, address, { traceparent, 'accept-language': language }),
    );
  });
  app.addHook('preClose', async () => {
    for (const socket of sockets.clients) socket.close(1001, 'The gateway is closing.');
    const impatience = setTimeout(() => sockets.clients.forEach((client) => void client.terminate()), CLOSE_MS);
    await new Promise((resolve) => sockets.close(resolve));
    clearTimeout(impatience);
  });
};

/**
 * Closes a socket whose subscriptions go on. A close has room for a reason only, so a `ping` before it says in its payload after which cursor
 * each feed is to be resumed, by the operations' ids.
 */
const sendAway = ({ socket, places }: Connection, code: number, reason: string): void => {
  if (places.size > 0 && socket.readyState === socket.OPEN)
    socket.send(JSON.stringify({ type: MessageType.Ping, payload: { reason, after: Object.fromEntries(places) } }));
  socket.close(code, reason);
};

const refuseUpgrade = (stream: Duplex): void =>
  void stream.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n');

type Protocol = ReturnType<typeof createProtocol>;

const createProtocol = ({ operations, operationsPerSocket, initMs }: WebSocketOptions) =>
  makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: initMs,
    onConnect: async ({ connectionParams, extra }) => {
      extra.showCost = asksForCost(connectionParams);
      await extra.session.refresh(connectionParams?.authorization ?? connectionParams?.Authorization);
    },
    onPing: ({ extra }, payload) => extra.session.refresh(payload?.authorization),
    onSubscribe: async (context, id, payload) => {
      const { session, headers, address } = context.extra;
      const spoken = protocolErrorIn(languageOf(headers['accept-language']));
      if (Object.keys(context.subscriptions).length > operationsPerSocket) return [spoken(tooManyOperations(operationsPerSocket))];
      await session.refresh(payload.extensions?.authorization);
      const scope = requestScope(headers, address, session.caller());
      const refusal = operations.admit(scope);
      if (refusal) return [refusal];
      const text = operations.persisted.resolve(payload);
      if (text instanceof GraphQLError) return [spoken(text)];
      const { document, hash, errors } = operations.read(text ?? '');
      if (!document) return errors.map(spoken);
      const { operationName, variables } = payload;
      const showCost = context.extra.showCost || asksForCost(payload.extensions);
      const operation = sessionOperation(scope, session, { document, hash, operationName, variables: variables ?? {}, showCost });
      return { schema: operations.supergraph.schema, document, operationName, contextValue: { operation, context, id } satisfies Begun };
    },
    execute: ({ contextValue }) => {
      const begun = contextValue as Begun;
      return stream(operations, begun, begin(begun.context.extra.underWay));
    },
    subscribe: ({ contextValue }) => stream(operations, contextValue as Begun),
  });

type Begun = { operation: Operation; context: SocketContext; id: string };

/** To the protocol every operation is a stream that says nothing until it ends: messages are written to the socket as they are. */
const stream = (operations: Operations, { operation, context, id }: Begun, done = (): void => {}): AsyncGenerator<never> => {
  const silence = createMailbox<never>('all', () => {
    context.extra.places.delete(id);
    leave();
    done();
  });
  const forget = (): void => void delete context.subscriptions[id];
  const ended = (): void => {
    silence.end();
    done();
  };
  const leave = operations.subscribe(operation, createSocketOutlet(context.extra, id, { forget, ended }));
  return silence;
};

/** Speaks the protocol on one socket; the result is to be called when it has closed. */
const speak = (protocol: Protocol, connection: Connection, log: Log) => {
  const { socket, stream } = connection;
  return protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => {
        if (socket.readyState === socket.OPEN) socket.send(text);
      },
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          if (socket.readyState !== socket.OPEN) return;
          if (stream.writableLength > WAITING_BYTES) readLater(socket, stream);
          handle(String(data)).catch((error: unknown) => {
            log.error({ err: error }, 'a socket message could not be handled');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
        }),
    },
    connection,
  );
};

/** Reads no more of a client until it has taken what waits for it: what it asks for is bounded by what it takes. */
const readLater = (socket: WebSocket, stream: Duplex): void => {
  if (socket.isPaused) return;
  socket.pause();
  stream.write('', () => socket.resume());
};

/** Asks for signs of life. A client can only answer when it has taken what was sent before: when that is much, it gets more time. How much of it the kernels still hold (up to megabytes) is not known, so all counts since its last answer. */
const keepAlive = (heartbeats: Heartbeats, { socket, stream }: Connection): (() => void) => {
  let taken = 0;
  let asked: { written: number; left: number } | null = null;
  socket.on('pong', () => {
    taken = asked?.written ?? taken;
    asked = null;
  });
  return heartbeats.add({
    beat: () => {
      if (asked) {
        if (asked.left-- === 0) socket.terminate();
        return;
      }
      asked = { written: stream.bytesWritten, left: beatsFor(stream.bytesWritten - taken) };
      if (socket.readyState === socket.OPEN) socket.ping();
    },
  });
};

const tooManyOperations = (max: number): GraphQLError =>
  new GraphQLError(`The socket exceeds the limit "operations" of ${max}. Complete one first.`, {
    extensions: { code: 'BAD_REQUEST', limit: 'operations', max },
  });

/** The address that `proxies` proxies before the gateway vouch for; the same as fastify's `request.ip`. */
export const clientAddress = ({ headers, socket }: IncomingMessage, proxies: number): string => {
  const forwarded = proxies > 0 ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  const addresses = [
    socket.remoteAddress ?? '',
    ...forwarded
      .map((address) => address.trim())
      .filter(Boolean)
      .reverse(),
  ];
  return addresses[Math.min(proxies, addresses.length - 1)]!;
};
