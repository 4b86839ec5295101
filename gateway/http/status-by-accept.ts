import type { ApolloServerPlugin } from '@apollo/server';

/** Request errors of a well-formed request: the operation did not run (GraphQL over HTTP §6.4.1). */
const REQUEST_ERRORS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * The HTTP status of an answer (GraphQL over HTTP §6.4): clients that name `application/json` and not
 * `application/graphql-response+json` get 200 also for request errors, because to them any other status is not GraphQL's. All others
 * get the status given.
 */
export const statusByAccept = (accept: string | undefined, status: number, codes: readonly unknown[]): number => {
  const onlyLegacy = /\bapplication\/json\b/.test(accept ?? '') && !/\bapplication\/graphql-response\+json\b/.test(accept ?? '');
  return status === 400 && onlyLegacy && codes.length > 0 && codes.every((code) => REQUEST_ERRORS.has(code)) ? 200 : status;
};

/** `statusByAccept` for Apollo Server. */
export const statusByAcceptPlugin: ApolloServerPlugin = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ response: { body, http } }) => {
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      const codes = body.singleResult.errors.map(({ extensions }) => extensions?.code);
      http.status = statusByAccept(request.http?.headers.get('accept'), http.status ?? 200, codes);
    },
  }),
};
