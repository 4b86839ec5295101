import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  subscribe,
  validate,
} from 'graphql';
import type { TokenRefusal } from './identity.ts';
import { scalars } from './scalars.ts';

/** What the gateway tells a subgraph beside the operation; HTTP headers, or members of the socket's `connectionParams`. */
export type SubgraphHeaders = {
  /** Only when the gateway accepted the token. */
  authorization?: string;
  /** Set instead when a token came and was refused. */
  'x-token-refused'?: TokenRefusal;
  /** The client's address, for rate limits. */
  'x-client-address'?: string;
  'x-request-id'?: string;
  traceparent?: string;
  'accept-language'?: string;
};

export type SubgraphRequest = {
  query: string;
  /** The parsed `query`, when the caller has it. */
  document?: DocumentNode;
  operationName?: string;
  variables?: Record<string, unknown>;
  headers: SubgraphHeaders;
  /** Aborts when the client has left. */
  signal?: AbortSignal;
};

/** A subgraph as its callers see it, in process or over HTTP and graphql-transport-ws. Errors are already fit for clients. */
export type Subgraph = {
  name: string;
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** A stream of results, or one result with errors when the subscription could not begin. */
  subscribe(request: SubgraphRequest): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  close(): Promise<void>;
};

export type SubgraphOptions = {
  name: string;
  /** The SDL of `schema.graphql`. */
  typeDefs: string;
  resolvers: object;
  contextFor: (headers: SubgraphHeaders, signal: AbortSignal | undefined) => Promise<object>;
  formatError: (error: GraphQLError, headers: SubgraphHeaders) => GraphQLFormattedError;
};

const DOCUMENT_LIMIT = 1_000;

/** A subgraph run in this process by graphql-js; parsed and validated documents are kept, at most 1,000. */
export const createSubgraph = ({
  name,
  typeDefs,
  resolvers,
  contextFor,
  formatError,
}: SubgraphOptions): Subgraph & { schema: GraphQLSchema } => {
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: { ...scalars, ...resolvers } }]);
  const prepared = new Map<string, Prepared>();
  const prepare = (request: SubgraphRequest): Prepared => {
    const known = prepared.get(request.query);
    if (known) return known;
    const fresh = prepareDocument(schema, request);
    if (prepared.size >= DOCUMENT_LIMIT) prepared.delete(prepared.keys().next().value as string);
    prepared.set(request.query, fresh);
    return fresh;
  };
  const format = (result: ExecutionResult, headers: SubgraphHeaders): ExecutionResult =>
    result.errors ? { ...result, errors: result.errors.map((error) => formatError(error, headers)) as unknown as GraphQLError[] } : result;
  const run = async <Result>(request: SubgraphRequest, action: (args: Parameters<typeof execute>[0]) => Result | Promise<Result>) => {
    const { document, errors } = prepare(request);
    if (!document) return { errors };
    return action({
      schema,
      document,
      operationName: request.operationName,
      variableValues: request.variables,
      contextValue: await contextFor(request.headers, request.signal),
    });
  };
  return {
    name,
    schema,
    execute: async (request) => format((await run(request, execute)) as ExecutionResult, request.headers),
    subscribe: async (request) => {
      const result = (await run(request, subscribe)) as AsyncIterable<ExecutionResult> | ExecutionResult;
      return Symbol.asyncIterator in result ? mapResults(result, (each) => format(each, request.headers)) : format(result, request.headers);
    },
    close: async () => {},
  };
};

type Prepared = { document: DocumentNode; errors: undefined } | { document: undefined; errors: readonly GraphQLError[] };

const prepareDocument = (schema: GraphQLSchema, { query, document }: SubgraphRequest): Prepared => {
  try {
    const parsed = document ?? parse(query, { maxTokens: 20_000 });
    const errors = validate(schema, parsed);
    return errors.length > 0 ? { document: undefined, errors } : { document: parsed, errors: undefined };
  } catch (error) {
    return { document: undefined, errors: [error as GraphQLError] };
  }
};

const mapResults = (
  source: AsyncIterable<ExecutionResult>,
  map: (result: ExecutionResult) => ExecutionResult,
): AsyncGenerator<ExecutionResult> => {
  const iterator = source[Symbol.asyncIterator]();
  const mapped = (step: IteratorResult<ExecutionResult>): IteratorResult<ExecutionResult> =>
    step.done ? step : { done: false, value: map(step.value) };
  return {
    next: async () => mapped(await iterator.next()),
    return: async () => (iterator.return ? mapped(await iterator.return()) : { done: true, value: undefined }),
    throw: async (error) => (iterator.throw ? mapped(await iterator.throw(error)) : Promise.reject(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await iterator.return?.()),
  };
};
