import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { languageOf } from '#kit/language.ts';
import { BODY_BYTES } from '../limits.ts';
import { protocolErrorIn } from '../public-errors.ts';
import { admitted } from './admitted.ts';
import type { RouteParts } from './routes.ts';

/** Answers what is refused before GraphQL begins, as GraphQL: no JSON, too large (with the limit's name), of another media type. */
export const refuseUnread =
  (routes: Pick<RouteParts, 'operations' | 'identify' | 'quick'>) =>
  async (error: FastifyError | GraphQLError, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!(await admitted(routes, request, reply))) return reply;
    const spoken = protocolErrorIn(languageOf(request.headers['accept-language']));
    if (error instanceof GraphQLError) return reply.code(400).send({ errors: [spoken(error)] });
    return reply.code(error.statusCode ?? 500).send({ errors: [spoken(requestError(error))] });
  };

const requestError = ({ statusCode, message }: FastifyError) =>
  statusCode === 413
    ? {
        message: `The request exceeds the limit "body" of ${BODY_BYTES} bytes.`,
        extensions: { code: 'BAD_REQUEST', limit: 'body', max: BODY_BYTES },
      }
    : { message: (statusCode ?? 500) < 500 ? message : 'The request could not be read.', extensions: { code: 'BAD_REQUEST' } };
