import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '#kit/log.ts';
import type { Operations } from '../operations.ts';
import { parseError } from '../plan/read-document.ts';
import { WRONG_HASH } from '../protection/persisted-queries.ts';
import { NOT_TRUSTED } from '../protection/trusted-documents.ts';
import { publicError, toGraphQLError, validationMessage, withoutSuggestion } from '../public-errors.ts';
import type { Supergraph } from '../supergraph.ts';
import { answerPlugin } from './apollo-answer.ts';
import { apqCache } from './apq-cache.ts';
import type { RequestScope } from './request-headers.ts';

export type ApolloContext = RequestScope & {
  signal: AbortSignal;
  /** The answer, when it is known already (quick-requests.ts). */
  answered?: ExecutionResult;
};

export type ApolloOptions = {
  operations: Operations;
  log: Log;
  /** Whether clients may introspect, and get the landing page. */
  introspection: boolean;
  maxTokens: number;
};

/**
 * Apollo Server for the HTTP requests that are not answered the quick way (quick-requests.ts), and for errors: parsing, validation, CSRF
 * prevention, persisted queries, landing page. Execution is ours, and so is the rule that forbids introspection.
 */
export const startApollo = async (options: ApolloOptions): Promise<ApolloServer<ApolloContext>> => {
  const { operations, log, introspection, maxTokens } = options;
  const apollo = new ApolloServer<ApolloContext>({
    gateway: executing(operations),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: { cache: apqCache(operations.persisted) },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules: [...operations.rules],
    parseOptions: { maxTokens },
    logger: apolloLog(log),
    formatError: (formatted, error) => formatApolloError(formatted, error, options),
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      answerPlugin,
      introspection
        ? ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false, endpointIsEditable: false } })
        : ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
};

/** The gateway as Apollo Server knows it. */
const executing = (operations: Operations): ApolloServerOptionsWithGateway<ApolloContext>['gateway'] => ({
  load: async () => ({
    executor: ({ document, queryHash, request, context }) => {
      const { traceId, headers, sessionId, identity, showCost, signal, answered } = context as ApolloContext;
      if (answered) return Promise.resolve(answered);
      return operations.answer({
        document,
        hash: queryHash,
        operationName: request.operationName,
        variables: request.variables ?? {},
        headers,
        sessionId,
        identity,
        showCost,
        signal,
        traceId,
      });
    },
  }),
  onSchemaLoadOrUpdate: (callback) => {
    const tell = ({ schema, sdl }: Supergraph): void => callback({ apiSchema: schema, coreSupergraphSdl: sdl });
    tell(operations.supergraph);
    operations.onAdopted(tell);
    return () => {};
  },
  stop: async () => {},
});

/** Of persisted queries Apollo Server says without a code what is wrong. */
const WRONG_QUERIES: ReadonlyMap<string, string> = new Map([
  ['provided sha does not match query', WRONG_HASH],
  ['Unsupported persisted query version', 'Persisted queries are known by version 1 only.'],
]);

/** Answers' errors come out of `operations` as clients may see them; Apollo Server's own still need it. */
const formatApolloError = (
  formatted: GraphQLFormattedError,
  error: unknown,
  { log, introspection, maxTokens }: ApolloOptions,
): GraphQLFormattedError => {
  const { code, traceId } = formatted.extensions ?? {};
  if (formatted.message === NOT_TRUSTED) return { message: NOT_TRUSTED, extensions: { code: 'DOCUMENT_NOT_TRUSTED' } };
  const wrongQuery = traceId ? undefined : WRONG_QUERIES.get(formatted.message);
  if (wrongQuery) return { message: wrongQuery, extensions: { code: 'BAD_REQUEST' } };
  if (code === 'INTERNAL_SERVER_ERROR' && !traceId) return publicError(toGraphQLError(error), log, randomUUID()).toJSON();
  const message = validationMessage(
    introspection || formatted.extensions?.service ? formatted.message : withoutSuggestion(formatted.message),
  );
  if (code !== 'GRAPHQL_PARSE_FAILED' || !(error instanceof GraphQLError)) return { ...formatted, message };
  const read = parseError(error, maxTokens);
  return read.extensions.limit ? read.toJSON() : { ...formatted, message };
};

const apolloLog = (log: Log) => ({
  debug: (message?: unknown) => log.debug(String(message)),
  info: (message?: unknown) => log.debug(String(message)),
  warn: (message?: unknown) => log.warn(String(message)),
  error: (message?: unknown) => log.error(String(message)),
});
