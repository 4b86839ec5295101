import type { FastifyInstance } from 'fastify';
import type { Context } from './context.ts';

/** `GET /.well-known/jwks.json`: the public keys of access tokens (spec §5, User), good for five minutes. */
export const publishKeys = (app: FastifyInstance, { tokens }: Context): void => {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json').send(tokens.jwks),
  );
};
