import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends connections on which nothing has moved for so long, in either direction: above all those of clients that do
 * not take their answers, which would be held for ever. One whose answer is still being made is left alone, for that
 * has deadlines of its own; so are sockets and what goes on (an event stream, parts), which have signs of life.
 */
export const endQuietConnections = (app: FastifyInstance, quietMs: number): void => {
  /** The last answer on each connection. */
  const answers = new WeakMap<Socket, ServerResponse>();
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => void answers.set(request.socket, response));
  app.server.setTimeout(quietMs, (socket: Socket) => {
    const isBeingMade = answers.get(socket)?.writableEnded === false;
    if (!isBeingMade || socket.writableLength > 0) socket.destroy();
  });
};
