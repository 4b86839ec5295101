import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { wholeRound } from './whole-round.ts';

/** Time for who asks all the time to ask once more; more would be missing when a service that stops waits for Kafka. */
const PATIENCE_MS = 500;
/** So long after its answer a connection on which nothing more is asked is kept. */
const KEPT_MS = 1_000;
const LOOK_MS = 10;

/**
 * What a server does before it closes: it tells clients that keep their connections with the next answer to leave (RFC 9112 §9.6), since a
 * connection that is closed just so may have a question on its way, which is lost; and it keeps none for long after an answer that is under way,
 * for which Node would wait as long as for any, and as that answer still promises. What a client sends right behind its last request, without waiting
 * for the answer, is not done: Node answers it 503. Resolves when all have left, or when it is time: then idle connections are closed, and what came
 * while the process was held up is read before.
 *
 * @param mostMs milliseconds after which it resolves in any case; half a second by default
 */
export const partWithClients = async (server: Server, mostMs = PATIENCE_MS): Promise<void> => {
  Object.assign(server, { maxRequestsPerSocket: 1, keepAliveTimeout: KEPT_MS, keepAliveTimeoutBuffer: 0 });
  const connections = promisify(server.getConnections.bind(server));
  const until = performance.now() + mostMs;
  while (performance.now() < until && (await connections()) > 0) await pause(LOOK_MS);
  await wholeRound();
  server.closeIdleConnections();
};
