import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A request whose beginning is under way when the server closes may still come so long. */
const PATIENCE_MS = 1_000;
/** So is one's on a connection that was opened no longer ago than this: who opens one when it has something to ask asks at once. */
const NEW_MS = 250;

/**
 * Lets a server close although clients hold connections on which they never asked anything, as browsers and pools do: Node takes these for
 * busy and waits for them, up to a minute and more. Requests under way are answered as before.
 */
export const endUnaskedConnections = (app: FastifyInstance): void => {
  const unasked = new Map<Socket, number>();
  app.server.on('connection', (socket: Socket) => {
    unasked.set(socket, performance.now());
    socket.once('close', () => unasked.delete(socket));
  });
  const asked = ({ socket }: IncomingMessage): void => void unasked.delete(socket);
  app.server.on('request', asked);
  app.server.on('upgrade', asked);
  app.addHook('preClose', async () => {
    const now = performance.now();
    for (const [socket, openedAt] of unasked) if (socket.bytesRead === 0 && now - openedAt > NEW_MS) socket.destroy();
    setTimeout(() => {
      for (const socket of unasked.keys()) socket.destroy();
    }, PATIENCE_MS).unref();
  });
};
