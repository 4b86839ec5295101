import type { FastifyError, FastifyInstance } from 'fastify';
import { errorMessages } from '#schema/errors.ts';
import { languageOf } from './language.ts';
import type { Log } from './log.ts';

/** What fails behind a path beside GraphQL is logged and answered in the client's language, without a word of the failure (spec §6). */
export const maskFailures = (app: FastifyInstance, log: Log): void => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ message: error.message });
    log.error({ err: error, path: request.url.split('?')[0] }, 'a request failed');
    const { [languageOf(request.headers['accept-language'])]: message } = errorMessages.INTERNAL_SERVER_ERROR;
    return reply.code(status).header('cache-control', 'no-store').send({ message });
  });
};
