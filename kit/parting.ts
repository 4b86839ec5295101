import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { wholeRound } from './whole-round.ts';

/** Time for who asks all the time to ask once more; more would be missing when a service that stops waits for Kafka. */
const PATIENCE_MS = 500;
/** So long after its answer a connection on which nothing more is asked is kept. */
const KEPT_MS = 1_000;
const LOOK_MS = 10;

/**
 * What a server does before it closes: with each answer that fastify writes from then on, those under way included, it tells clients that keep their
 * connections to leave (RFC 9112 §9.6), since a connection that is closed just so may have a question on its way, which is lost. Where another question
 * came behind the one under way, its answer says so. An answer whose head was sent before still promises to keep its connection, which is kept for a second
 * at most, as Node would wait for as long as for any. What a client sends right behind its last question is not done: Node answers it 503. Resolves when
 * all have left, or when it is time: then idle connections are closed, and what came while the process was held up is read before.
 *
 * @returns `part`, which is called before the server closes, with the milliseconds after which it resolves in any case, half a second by default; and
 * whether an answer is to tell its client so, for those that are written past fastify
 */
export const createParting = (
  app: FastifyInstance,
): { part: (mostMs?: number) => Promise<void>; isParting: (request: IncomingMessage) => boolean } => {
  const { server } = app;
  let parts = false;
  const last = new WeakMap<Socket, IncomingMessage>();
  server.on('request', (request: IncomingMessage) => last.set(request.socket, request));
  const isParting = (request: IncomingMessage): boolean => parts && last.get(request.socket) === request;
  app.addHook('onSend', (request, reply, payload, done) => {
    if (isParting(request.raw)) reply.header('connection', 'close');
    done(null, payload);
  });
  const part = async (mostMs = PATIENCE_MS): Promise<void> => {
    parts = true;
    Object.assign(server, { maxRequestsPerSocket: 1, keepAliveTimeout: KEPT_MS, keepAliveTimeoutBuffer: 0 });
    const connections = promisify(server.getConnections.bind(server));
    const until = performance.now() + mostMs;
    while (performance.now() < until && (await connections()) > 0) await pause(LOOK_MS);
    await wholeRound();
    server.closeIdleConnections();
  };
  return { part, isParting };
};
