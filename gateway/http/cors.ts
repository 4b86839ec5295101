import type { FastifyInstance } from 'fastify';

const MAX_AGE_S = '86400';
const EXPOSED = 'x-request-id, retry-after';

/** CORS for browsers on the given origins; others get no header and are stopped by the browser. Credentials are not used: tokens come in a header. */
export const allowOrigins = (app: FastifyInstance, origins: readonly string[]): void => {
  const allowed = new Set(origins);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('vary', 'origin');
    const { origin } = request.headers;
    if (!origin || !allowed.has(origin)) return done();
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', EXPOSED);
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return done();
    reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    reply.header('access-control-max-age', MAX_AGE_S);
    if (request.headers['access-control-request-private-network']) reply.header('access-control-allow-private-network', 'true');
    reply.code(204).send();
  });
};
