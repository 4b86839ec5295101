import type { FastifyInstance } from 'fastify';

const MAX_AGE_S = '86400';
const FOR_ALL = ['vary', 'origin'];
const EXPOSED = 'x-request-id, retry-after';

/** Names and values in turn. */
export type OriginHeaders = (origin: string | undefined) => readonly string[];

/**
 * CORS for browsers on the given origins; others get no header and are stopped by the browser. Credentials
 * are not used: tokens come in a header.
 *
 * @returns the headers of an answer to an origin, for those that are written past fastify
 */
export const allowOrigins = (app: FastifyInstance, origins: readonly string[]): OriginHeaders => {
  const allowed = new Set(origins);
  const headersFor: OriginHeaders = (origin) =>
    origin !== undefined && allowed.has(origin)
      ? [...FOR_ALL, 'access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED]
      : FOR_ALL;
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    const headers = headersFor(origin);
    for (let name = 0; name < headers.length; name += 2) reply.header(headers[name]!, headers[name + 1]);
    if (!origin || !allowed.has(origin)) return done();
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return done();
    reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    reply.header('access-control-max-age', MAX_AGE_S);
    if (request.headers['access-control-request-private-network']) reply.header('access-control-allow-private-network', 'true');
    reply.code(204).send();
  });
  return headersFor;
};
