import type { ApolloServerPlugin } from '@apollo/server';
import { languageOf } from '#kit/language.ts';
import { untrustedFirst } from '../protection/trusted-documents.ts';
import { protocolErrorIn } from '../public-errors.ts';

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
 * get the status given; Apollo Server gives 400 whenever there is no data, also where that is not the client's fault.
 */
const statusByAccept = (accept: string | undefined, status: number, codes: readonly unknown[]): number => {
  if (status === 400 && codes.includes('INTERNAL_SERVER_ERROR')) return 500;
  const onlyLegacy = /\bapplication\/json\b/.test(accept ?? '') && !/\bapplication\/graphql-response\+json\b/.test(accept ?? '');
  return status === 400 && onlyLegacy && codes.length > 0 && codes.every((code) => REQUEST_ERRORS.has(code)) ? 200 : status;
};

/**
 * Makes Apollo Server's answers the gateway's. It validates by all rules at once, so what is wrong beside with a document that is not
 * trusted is kept back, before the errors decide the status. Its own errors, which know of no language, are put into the request's.
 */
export const answerPlugin: ApolloServerPlugin = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ response: { body, http } }) => {
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      const headers = request.http?.headers;
      const errors = untrustedFirst(body.singleResult.errors);
      const codes = errors.map(({ extensions }) => extensions?.code);
      http.status = statusByAccept(headers?.get('accept'), http.status ?? 200, codes);
      body.singleResult.errors = errors.map(protocolErrorIn(languageOf(headers?.get('accept-language'))));
    },
  }),
};
