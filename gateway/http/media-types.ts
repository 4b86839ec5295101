const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/**
 * What usual clients accept, and the media type that Apollo Server chooses for each: answers to these go the
 * quick way (`quick-requests.ts`).
 */
export const MEDIA_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  // axios
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  // graphql-request
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json', GRAPHQL_TYPE],
  // Apollo Client
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
  // Relay's example, graffle
  ['application/graphql-response+json; charset=utf-8, application/json; charset=utf-8', GRAPHQL_TYPE],
  // urql
  ['application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed', GRAPHQL_TYPE],
  // Apollo Kotlin, Apollo iOS
  ['multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json', GRAPHQL_TYPE],
]);
