import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  createSourceEventStream,
  type DefinitionNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { beginOf } from './feed-begin.ts';
import { heedSignals, withSignal } from './heed-signal.ts';
import type { TokenRefusal } from './identity.ts';
import { fieldOfLiteral } from './input-field.ts';
import { scalars } from './scalars.ts';
import { causeOf } from './telemetry/cause.ts';
import { inSpan } from './telemetry/in-span.ts';
import { traceResolvers } from './telemetry/trace-resolvers.ts';
import type { SpanOptions } from './telemetry/tracer.ts';
import { currentTraceparent } from './trace-context.ts';

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
  /** Any value: a feed's first result is to be its begin, `{ extensions: { begin } }` without data, if it knows it: the cursor that it begins after. */
  'x-feed-begin'?: string;
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
  /** Rejects with the reason of `signal` when it aborts before a mutation has begun or a query has its answer; of a query nothing further is begun then, a mutation that has begun runs to its end. */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** A stream of results, or one result with errors when the subscription could not begin. With telemetry on, a result's `extensions.traceparent` is the trace of the change that it tells. */
  subscribe(request: SubgraphRequest): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  close(): Promise<void>;
};

export type SubgraphOptions = {
  name: string;
  /** The SDL of `schema.graphql`. */
  typeDefs: string;
  resolvers: object;
  /** Resolves with the way to make contexts of this request: one for a query, one for each message of a subscription, so that no loader serves what it read before. */
  contextFor: (headers: SubgraphHeaders, signal?: AbortSignal) => Promise<() => object>;
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
  const schema = heedSignals(buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: traceResolvers({ ...scalars, ...resolvers }) }]));
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
  const begin = async (request: SubgraphRequest): Promise<{ errors: readonly GraphQLError[] } | Begun> => {
    const { document, errors, isQuery } = prepare(request);
    if (!document) return { errors };
    const { operationName, variables: variableValues } = request;
    return {
      args: { schema, document, operationName, variableValues },
      isQuery,
      newContext: await contextFor(request.headers, request.signal),
    };
  };
  return {
    name,
    schema,
    execute: async (request) => {
      const begun = await begin(request);
      if ('errors' in begun) return format(begun, request.headers);
      request.signal?.throwIfAborted();
      const stopping = begun.isQuery ? request.signal : undefined;
      const newContext = stopping ? () => withSignal(begun.newContext(), stopping) : begun.newContext;
      const run = () => execute({ ...begun.args, contextValue: newContext() });
      const result = await inSpan(spanOf(name, request), run);
      stopping?.throwIfAborted();
      return format(result, request.headers);
    },
    subscribe: async (request) => {
      const begun = await begin(request);
      if ('errors' in begun) return format(begun, request.headers);
      const open = () => createSourceEventStream({ ...begun.args, contextValue: begun.newContext() });
      const source = await inSpan(spanOf(name, request), open);
      if (!(Symbol.asyncIterator in source)) return format(source, request.headers);
      const feedBegin = request.headers['x-feed-begin'] ? beginOf(source) : undefined;
      const results = mapStream(source, async (rootValue) => {
        const run = () => execute({ ...begun.args, rootValue, contextValue: begun.newContext() });
        const cause = causeOf(rootValue);
        if (cause === undefined) return format(await run(), request.headers);
        const traced = async () => ({ ...(await run()), extensions: { traceparent: currentTraceparent() } });
        return format(await inSpan({ ...spanOf(name, request), kind: 'producer', parent: cause }, traced), request.headers);
      });
      return feedBegin === undefined ? results : behind({ extensions: { begin: feedBegin } }, results);
    },
    close: async () => {},
  };
};

const spanOf = (name: string, { operationName, headers }: SubgraphRequest): SpanOptions => ({
  name: `${name} ${operationName ?? 'operation'}`,
  kind: 'server',
  parent: headers.traceparent,
  attributes: { 'madang.service': name, 'graphql.operation.name': operationName },
});

type Prepared =
  | { document: DocumentNode; errors: undefined; isQuery: boolean }
  | { document: undefined; errors: readonly GraphQLError[]; isQuery?: undefined };

const prepareDocument = (schema: GraphQLSchema, { query, document }: SubgraphRequest): Prepared => {
  try {
    const parsed = document ?? parse(query, { maxTokens: 20_000 });
    const errors = validate(schema, parsed);
    return errors.length > 0
      ? { document: undefined, errors: errors.map((error) => withField(error, parsed)) }
      : { document: parsed, errors: undefined, isQuery: parsed.definitions.every(isQueryPart) };
  } catch (error) {
    return { document: undefined, errors: [error as GraphQLError] };
  }
};

/** A query of the document, or of what it consists. */
const isQueryPart = (definition: DefinitionNode): boolean =>
  definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY;

/** Values in a document are refused like those of variables: with the field (spec §6). */
const withField = (error: GraphQLError, document: DocumentNode): GraphQLError => {
  const field = fieldOfLiteral(document, error);
  const { message, nodes, extensions } = error;
  return field === null ? error : new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', field, ...extensions } });
};

type Begun = { args: Omit<ExecutionArgs, 'contextValue' | 'rootValue'>; isQuery: boolean; newContext: () => object };

const mapStream = (source: AsyncIterable<unknown>, map: (event: unknown) => Promise<ExecutionResult>): AsyncGenerator<ExecutionResult> => {
  const iterator = source[Symbol.asyncIterator]();
  const mapped = async (step: IteratorResult<unknown>): Promise<IteratorResult<ExecutionResult>> =>
    step.done ? { done: true, value: undefined } : { done: false, value: await map(step.value) };
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

/** A stream with one more result before its own. */
const behind = (first: ExecutionResult, stream: AsyncGenerator<ExecutionResult>): AsyncGenerator<ExecutionResult> => {
  let given = false;
  return {
    ...stream,
    next: async () => {
      if (given) return stream.next();
      given = true;
      return { done: false, value: first };
    },
  };
};
