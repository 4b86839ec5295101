import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A request whose beginning is under way when the server closes may still come so long. */
const PATIENCE_MS = 1_000;

/**
 * Lets a server close although clients hold connections on which they never asked anything, as browsers and pools do: Node takes these for
 * busy and waits for them, up to a minute and more. Requests under way are answered as before.
 */
export const endUnaskedConnections = (app: FastifyInstance): void => {
  const unasked = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    unasked.add(socket);
    socket.once('close', () => unasked.delete(socket));
  });
  const asked = ({ socket }: IncomingMessage): void => void unasked.delete(socket);
  app.server.on('request', asked);
  app.server.on('upgrade', asked);
  app.addHook('preClose', async () => {
    for (const socket of unasked) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => unasked.forEach((socket) => void socket.destroy()), PATIENCE_MS).unref();
  });
};
