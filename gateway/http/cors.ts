import type { FastifyInstance } from 'fastify';

const MAX_AGE_S = '86400';
const FOR_ALL = ['vary', 'origin'];
const EXPOSED = 'x-request-id, retry-after';

/** Names and values in turn. */
export type OriginHeaders = (origin: string | undefined) => readonly string[];

/** Where a developer's own machine serves pages. */
const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * CORS for browsers on the given origins; others get no header and are stopped by the browser. Credentials
 * are not used: tokens come in a header.
 *
 * @param allowsLoopback whether pages of the machine itself may ask, at whatever port
 * @returns the headers of an answer to an origin, for those that are written past fastify
 */
export const allowOrigins = (app: FastifyInstance, origins: readonly string[], allowsLoopback: boolean): OriginHeaders => {
  const named = new Set(origins);
  const isAllowed = (origin: string): boolean => named.has(origin) || (allowsLoopback && LOOPBACK.test(origin));
  const headersFor: OriginHeaders = (origin) =>
    origin !== undefined && isAllowed(origin)
      ? [...FOR_ALL, 'access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED]
      : FOR_ALL;
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    const headers = headersFor(origin);
    for (let name = 0; name < headers.length; name += 2) reply.header(headers[name]!, headers[name + 1]);
    if (!origin || !isAllowed(origin)) return done();
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return done();
    reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    reply.header('access-control-max-age', MAX_AGE_S);
    if (request.headers['access-control-request-private-network']) reply.header('access-control-allow-private-network', 'true');
    reply.code(204).send();
  });
  return headersFor;
};
