import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '#kit/log.ts';
import {
  errorCatalogue,
  errorMessages,
  isErrorCode,
  isProtocolCode,
  type Language,
  type ProtocolCode,
  protocolMessages,
} from '#schema/errors.ts';

/** Clients go by their messages, too: they stay as they are in any language. */
const PERSISTED_QUERY_CODES: ReadonlySet<unknown> = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

const LONGEST_MESSAGE = 1_000;

/** A message without most of an oversized value that it quotes, in whole characters. */
export const clipped = (message: string): string =>
  message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE).toWellFormed()}…`;

const SUGGESTION = 'Did you mean ';

/** graphql-js suggests names of the schema by message only. What a client sent may stand in it as often as it likes, so no regular expression looks for it. */
export const withoutSuggestion = (message: string): string => {
  const at = message.endsWith('?') ? message.lastIndexOf(SUGGESTION) : -1;
  return at < 0 ? message : message.slice(0, at).trimEnd();
};

/** The gateway's own error as clients see it who may not know the schema; what a subgraph says stays as it is. */
export const hidingSchema = (error: GraphQLError): GraphQLError => {
  const message = error.extensions.service ? error.message : withoutSuggestion(error.message);
  return message === error.message ? error : new GraphQLError(message, error);
};

/** What validation says; where graphql-js gives up comparing fields it says only that. */
export const validationMessage = (message: string): string =>
  message === 'Validation aborted.' ? 'The operation repeats fields too often to be checked. Ask for each field once.' : clipped(message);

/**
 * The one place where errors become what clients see (spec §6): known codes pass with their message and extensions; everything else,
 * also what a subgraph says about a query that the gateway made, is `INTERNAL_SERVER_ERROR` with the trace id, its details only in the log.
 * Subgraphs have spoken `language` already; the gateway's own errors are put into it here.
 */
export const publicError = (error: GraphQLError, log: Log, traceId: string, language: Language = 'en'): GraphQLError => {
  const { code, service } = error.extensions;
  if (isKnown(code, service))
    return new GraphQLError(clipped(inLanguage(error, language)), {
      path: error.path,
      nodes: service ? null : error.nodes,
      extensions: passed(error.extensions),
    });
  const known = typeof error.extensions.traceId === 'string' ? error.extensions.traceId : traceId;
  const isOwn = code === 'INTERNAL_SERVER_ERROR' && !service && !error.originalError;
  const isLogged = isOwn || isTold(error);
  if (!isLogged) log.error({ err: error.originalError ?? error, service, path: error.path, traceId: known }, 'an operation failed');
  return new GraphQLError(isOwn && language === 'en' ? error.message : errorMessages.INTERNAL_SERVER_ERROR[language], {
    path: error.path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: known, ...(service ? { service } : {}) },
  });
};

/** Whether a subgraph has failed and says under which trace id its own log has the cause. */
const isTold = ({ extensions: { code, service, traceId } }: GraphQLError): boolean =>
  code === 'INTERNAL_SERVER_ERROR' && service !== undefined && typeof traceId === 'string';

/** A subgraph's message stays; the gateway's own says what to do in `language`, with what it knows beside that in English behind it. */
const inLanguage = ({ message, extensions: { code, service } }: GraphQLError, language: Language): string => {
  if (isProtocolCode(code)) return inProtocolLanguage(message, code, language);
  if (language === 'en' || !isErrorCode(code)) return message;
  const own = errorMessages[code][language];
  if (message === errorCatalogue[code]) return own;
  return service ? message : `${own} (${message})`;
};

const inProtocolLanguage = (message: string, code: ProtocolCode, language: Language): string => {
  const words = protocolMessages[code][language];
  return language === 'en' || message.startsWith(words) ? message : `${words} (${message})`;
};

/** An error of the protocol that was made where nobody knew the language; any other stays as it is. */
export const protocolErrorIn =
  (language: Language) =>
  <Shown extends GraphQLFormattedError>(error: Shown): Shown => {
    const code = error.extensions?.code;
    if (language === 'en' || !isProtocolCode(code)) return error;
    const message = inProtocolLanguage(error.message, code, language);
    return error instanceof GraphQLError ? (new GraphQLError(message, error) as GraphQLFormattedError as Shown) : { ...error, message };
  };

/** Whatever was thrown, as a GraphQLError that keeps it as its cause. */
export const toGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(cause.message, { originalError: cause });
};

const isKnown = (code: unknown, service: unknown): boolean => {
  if (code === 'INTERNAL_SERVER_ERROR' || typeof code !== 'string') return false;
  return isErrorCode(code) || (!service && (isProtocolCode(code) || PERSISTED_QUERY_CODES.has(code)));
};

/** How a failure came about: for logs, not for clients. */
const CAUSES: ReadonlySet<string> = new Set(['stack', 'stacktrace', 'exception', 'originalError', 'debug']);

/** Apollo Server takes an answer's status and headers from `http`: the gateway's own to say, no subgraph's. */
const passed = (extensions: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(extensions).filter(([name]) => !CAUSES.has(name) && (name !== 'http' || !extensions.service)));
