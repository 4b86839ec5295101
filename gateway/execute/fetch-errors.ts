import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errorCatalogue } from '#schema/errors.ts';
import type { ResponsePath } from './rows.ts';

/** Rows × fields of one failed fetch that get an error each; the rest is null without one. */
const ERRORS_PER_FETCH = 100;

type SubgraphError = GraphQLError | GraphQLFormattedError;

/**
 * Translates a subgraph's errors: paths to the client's, `extensions.service` added, code and message as they
 * came (masking is the last step's).
 */
export const subgraphErrors = (node: FetchNode) => {
  const renamed = new Map(
    (node.outputRewrites ?? []).flatMap((rewrite) => (rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1), rewrite.renameKeyTo]] : [])),
  );
  const clientKey = (key: string | number) => renamed.get(String(key)) ?? key;
  return (errors: readonly SubgraphError[], clientPaths: (path: ResponsePath) => ResponsePath[]): GraphQLError[] =>
    errors.flatMap((error) => {
      const paths = clientPaths((error.path ?? []).map(clientKey));
      const places = paths.length > 0 ? paths : [undefined];
      return places.map((path) => toClientError(error, node.serviceName, path?.length ? path : undefined));
    });
};

const toClientError = (error: SubgraphError, service: string, path: ResponsePath | undefined): GraphQLError =>
  new GraphQLError(error.message, {
    path: path && [...path],
    extensions: { ...error.extensions, service },
    originalError: error instanceof GraphQLError ? (error.originalError ?? error) : null,
  });

/** The errors of a fetch that got no answer: `SERVICE_UNAVAILABLE` for each field that is null because of it. */
export const failedFetch = (service: string, cause: Error, places: readonly ResponsePath[], keys: readonly string[]): GraphQLError[] =>
  places
    .flatMap((place) => keys.map((key) => [...place, key]))
    .slice(0, ERRORS_PER_FETCH)
    .map(
      (path) =>
        new GraphQLError(errorCatalogue.SERVICE_UNAVAILABLE, {
          path,
          originalError: cause,
          extensions: { code: 'SERVICE_UNAVAILABLE', service },
        }),
    );
