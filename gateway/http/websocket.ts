import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { CloseCode, handleProtocols, MessageType } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { languageOf } from '#kit/language.ts';
import type { Log } from '#kit/log.ts';
import { endingMessages, type Language, type Words } from '#schema/errors.ts';
import type { Identify } from '../identity.ts';
import { BODY_BYTES } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { Revocations } from '../revocations.ts';
import { type ConnectionSession, createConnectionSession } from './connection-session.ts';
import type { Connections } from './connections.ts';
import { beatsFor, type Heartbeats, WAITING_BYTES } from './heartbeats.ts';
import { createSocketProtocol, type Reserved } from './socket-protocol.ts';
import { LOG_OUT_MS, type UnderWay, whenAnswered } from './under-way.ts';

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
  session: ConnectionSession;
  /** What it has asked for and not got to its end, by the ids that it gave. */
  operations: Map<string, Reserved>;
  /** Queries and mutations that are being answered, and what is not known yet to be none. */
  underWay: UnderWay;
  /** Where the feeds on it are to be resumed, by operation. */
  places: Map<string, unknown>;
  /** It is about to be closed: nothing further is begun on it. */
  isLeaving: boolean;
  /** Of every operation on it, when `connection_init` asks for it. */
  showCost: boolean;
};

const PATH = '/graphql';
/** A message is handled in a turn of its own: what one ends has ended when the next one asks for the same id. */
const ONE_BY_ONE = { allowSynchronousEvents: false, perMessageDeflate: false };
/** A client that does not answer the close is cut off after so long. */
const CLOSE_MS = 2_000;

/** Serves graphql-transport-ws on `/graphql`: all kinds of operations, with the identity of `connectionParams.authorization`. */
export const serveWebSockets = (app: FastifyInstance, options: WebSocketOptions): void => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES, handleProtocols, ...ONE_BY_ONE });
  const protocol = createSocketProtocol(options);
  const accept = (socket: WebSocket, stream: Socket, address: string, headers: IncomingHttpHeaders): void => {
    const language = languageOf(headers['accept-language']);
    const place = options.connections.open(address, 'websocket', async (reason) => {
      await whenAnswered(connection.underWay);
      sendAway(connection, 1001, reason[language]);
    });
    const failed = (error: Error): void => options.log.debug({ err: error }, 'a socket failed');
    if (!place) {
      socket.on('error', failed);
      return void close(socket, 1013, endingMessages.TOO_MANY[language]);
    }
    const session = createConnectionSession({ ...options, close: (reason) => endSession(connection, reason, language) });
    const [operations, underWay, places] = [new Map<string, Reserved>(), new Set<Promise<void>>(), new Map<string, unknown>()];
    const connection: Connection = {
      socket,
      stream,
      address,
      headers,
      session,
      operations,
      underWay,
      places,
      isLeaving: false,
      showCost: false,
    };
    socket.on('error', (error) => {
      failed(error);
      // What cannot be read, as a message beyond the bound: it is being closed with a code of its own (1009).
      closeConnection(connection, CloseCode.InternalServerError, 'Internal server error');
    });
    const closed = speak(protocol, connection, options.log);
    const stopBeating = keepAlive(options.heartbeats, connection);
    socket.once('close', (code, reason) => {
      stopBeating();
      place.closed();
      session.close();
      void closed(code, String(reason));
      leaveAll(operations);
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
 * Closes a socket whose subscriptions go on elsewhere; here they end at once. A close has room for a reason only,
 * so a `ping` before it says in its payload after which cursor each feed is to be resumed, by the operations' ids.
 */
const sendAway = (connection: Connection, code: number, reason: string): void => {
  const { socket, places } = connection;
  if (places.size > 0 && socket.readyState === socket.OPEN)
    socket.send(JSON.stringify({ type: MessageType.Ping, payload: { reason, after: Object.fromEntries(places) } }));
  closeConnection(connection, code, reason);
};

/** Whoever has logged out on the socket itself is to hear so. */
const endSession = async (connection: Connection, reason: Words, language: Language): Promise<void> => {
  if (reason === endingMessages.SESSION_ENDED) {
    connection.isLeaving = true;
    await whenAnswered(connection.underWay, LOG_OUT_MS);
  }
  sendAway(connection, CloseCode.Forbidden, reason[language]);
};

/** What runs on it ends at once. */
const closeConnection = ({ socket, operations }: Connection, code?: number, reason?: string): void => {
  close(socket, code, reason);
  leaveAll(operations);
};

/** Cuts off a client that does not answer. */
const close = (socket: WebSocket, code?: number, reason?: string): void => {
  socket.close(code, reason);
  const impatience = setTimeout(() => socket.terminate(), CLOSE_MS).unref();
  socket.once('close', () => clearTimeout(impatience));
};

const leaveAll = (operations: Connection['operations']): void => {
  for (const { leave } of [...operations.values()]) leave?.();
};

/** Nobody but us hears of a stream's errors from its upgrade on; a client that resets it must not end the process. */
const refuseUpgrade = (stream: Duplex): void =>
  void stream
    .on('error', () => stream.destroy())
    .end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n');

type Protocol = ReturnType<typeof createSocketProtocol>;

/** Speaks the protocol on one socket; the result is to be called when it has closed. */
const speak = (protocol: Protocol, connection: Connection, log: Log) => {
  const { socket, stream } = connection;
  return protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => {
        if (socket.readyState === socket.OPEN) socket.send(text);
      },
      close: (code, reason) => closeConnection(connection, code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          if (socket.readyState !== socket.OPEN || connection.isLeaving) return;
          if (stream.writableLength > WAITING_BYTES) readLater(socket, stream);
          handle(String(data)).catch((error: unknown) => {
            log.error({ err: error }, 'a socket message could not be handled');
            closeConnection(connection, CloseCode.InternalServerError, 'Internal server error');
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

/**
 * Asks for signs of life. A client can only answer when it has taken what was sent before: when that is much, it gets
 * more time. How much of it the kernels still hold (up to megabytes) is not known, so all counts since its last answer.
 */
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
