import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errorMessages, type Language } from '#schema/errors.ts';
import { CodedError } from './errors.ts';
import { fieldOfVariable } from './input-field.ts';
import type { Log } from './log.ts';

/**
 * The one place where errors become what clients see (spec §6): coded ones pass, those of GraphQL itself (parsing, validation, bad
 * variables) pass, everything else is `INTERNAL_SERVER_ERROR` with a trace id, and its details go to the log only.
 *
 * @param language of the messages; what GraphQL itself says about a value stands in English behind what to do
 * @param traceId what the client may report; made up when the request has none
 */
export const formatGraphQLError = (
  error: GraphQLError,
  log: Log,
  language: Language = 'en',
  traceId: string = randomUUID(),
): GraphQLFormattedError => {
  const cause = rootCause(error);
  const place = { ...(error.locations ? { locations: error.locations } : {}), ...(error.path ? { path: error.path } : {}) };
  if (cause instanceof CodedError) return { message: cause.words[language], ...place, extensions: cause.extensions };
  if (cause === undefined || cause instanceof GraphQLError) {
    const field = fieldOfVariable(error);
    return {
      message: language === 'en' ? error.message : `${errorMessages.BAD_USER_INPUT[language]} (${error.message})`,
      ...place,
      extensions: { code: 'BAD_USER_INPUT', ...(field === null ? {} : { field }), ...error.extensions },
    };
  }
  log.error({ err: cause, traceId, path: error.path }, 'a resolver failed');
  return { message: errorMessages.INTERNAL_SERVER_ERROR[language], ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', traceId } };
};

const rootCause = (error: GraphQLError): Error | undefined => {
  const cause = error.originalError ?? undefined;
  return cause instanceof GraphQLError && cause.originalError ? rootCause(cause) : cause;
};
