import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { wholeRound } from './whole-round.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** For an answer that is written past fastify, before its head: tells the client to leave when the server is about to close (kit/parting.ts). */
    sayParting: () => void;
  }
}

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
 * @returns what is called before the server closes, with the milliseconds after which it resolves in any case; half a second by default
 */
export const createParting = (app: FastifyInstance): ((mostMs?: number) => Promise<void>) => {
  const { server } = app;
  let isParting = false;
  const last = new WeakMap<Socket, IncomingMessage>();
  server.on('request', (request: IncomingMessage) => last.set(request.socket, request));
  app.decorateReply('sayParting', function (this: FastifyReply) {
    const { raw } = this.request;
    if (isParting && last.get(raw.socket) === raw) this.header('connection', 'close');
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.sayParting();
    done(null, payload);
  });
  return async (mostMs = PATIENCE_MS) => {
    isParting = true;
    Object.assign(server, { maxRequestsPerSocket: 1, keepAliveTimeout: KEPT_MS, keepAliveTimeoutBuffer: 0 });
    const connections = promisify(server.getConnections.bind(server));
    const until = performance.now() + mostMs;
    while (performance.now() < until && (await connections()) > 0) await pause(LOOK_MS);
    await wholeRound();
    server.closeIdleConnections();
  };
};
