import { type DocumentNode, type ExecutionResult, GraphQLError, NoSchemaIntrospectionCustomRule, OperationTypeNode } from 'graphql';
import type { Identity } from '#kit/identity.ts';
import type { Log } from '#kit/log.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { createExecutor, type OperationRequest } from './execute/executor.ts';
import { limitRules, standardLimits } from './limits.ts';
import { type SubscribeOptions, subscribe } from './live/subscribe.ts';
import { createLru } from './plan/lru.ts';
import { type PlannedOperation, planOperation } from './plan/plan-operation.ts';
import { createDocumentReader, type DocumentReader } from './plan/read-document.ts';
import { publicError, toGraphQLError } from './public-errors.ts';
import type { Supergraph } from './supergraph.ts';

/** An operation as a transport hands it over: its document is valid. */
export type Operation = OperationRequest & {
  document: DocumentNode /** Of the document's text. */;
  hash: string;
  operationName?: string | null;
  traceId: string;
  sessionId?: string | null;
  /** Who asks; nobody when left out. */
  identity?: Identity | null;
};

/** The way of an operation behind every transport. Nothing rejects; errors are fit for clients. */
export type Operations = {
  supergraph: Supergraph;
  /** For transports that do not validate themselves. */
  read: DocumentReader;
  /** The rules beside GraphQL's own, for those that do. */
  rules: readonly ReturnType<typeof limitRules>[number][];
  /** Answers a query or mutation. */
  answer(operation: Operation): Promise<ExecutionResult>;
  /** Streams a subscription; of a query or mutation the one answer. */
  stream(operation: Operation): AsyncGenerator<ExecutionResult> | Promise<ExecutionResult>;
};

export type OperationsOptions = {
  supergraph: Supergraph;
  subgraphs: Readonly<Record<string, Subgraph>>;
  log: Log;
  introspection: boolean;
  /** Called after a mutation of a session: what is remembered of the session may be out of date. */
  onMutation?: (sessionId: string) => void;
  live?: Pick<SubscribeOptions, 'backoff' | 'firstWithinMs'>;
};

const PLANS = 2_000;

export const createOperations = ({ supergraph, subgraphs, log, introspection, onMutation, live }: OperationsOptions): Operations => {
  const plans = createLru<PlannedOperation>(PLANS);
  const executor = createExecutor({ subgraphs, log });
  const rules = [...limitRules(standardLimits), ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  const planned = ({ document, hash, operationName }: Operation): PlannedOperation => {
    const key = `${hash}:${operationName ?? ''}`;
    const operation = plans.get(key) ?? planOperation(supergraph, document, operationName);
    plans.set(key, operation);
    return operation;
  };
  const masked =
    (traceId: string) =>
    (result: ExecutionResult): ExecutionResult =>
      result.errors ? { ...result, errors: result.errors.map((error) => publicError(toGraphQLError(error), log, traceId)) } : result;
  const answer = async (operation: Operation): Promise<ExecutionResult> => {
    const mask = masked(operation.traceId);
    try {
      const plan = planned(operation);
      if (plan.subscription) return mask({ errors: [needsStream()] });
      const result = await executor.execute(plan, operation);
      if (operation.sessionId && plan.definition.operation === OperationTypeNode.MUTATION) onMutation?.(operation.sessionId);
      return mask(result);
    } catch (error) {
      return mask({ errors: [toGraphQLError(error)] });
    }
  };
  const stream = (operation: Operation): AsyncGenerator<ExecutionResult> | Promise<ExecutionResult> => {
    try {
      const plan = planned(operation);
      if (!plan.subscription) return answer(operation);
      const mask = masked(operation.traceId);
      const started = subscribe({ executor, log, ...live }, plan, operation);
      return Symbol.asyncIterator in started ? mapped(started, mask) : Promise.resolve(mask(started));
    } catch (error) {
      return Promise.resolve(masked(operation.traceId)({ errors: [toGraphQLError(error)] }));
    }
  };
  return { supergraph, rules, answer, stream, read: createDocumentReader(supergraph.schema, rules, standardLimits.tokens) };
};

/** Maps a stream without a generator around it, so that `return()` still takes effect while a reader waits. */
const mapped = (
  source: AsyncGenerator<ExecutionResult>,
  map: (result: ExecutionResult) => ExecutionResult,
): AsyncGenerator<ExecutionResult> => {
  const step = async (taken: Promise<IteratorResult<ExecutionResult>>): Promise<IteratorResult<ExecutionResult>> => {
    const { done, value } = await taken;
    return done ? { done, value } : { done: false, value: map(value) };
  };
  return {
    next: () => step(source.next()),
    return: (value) => step(source.return(value)),
    throw: (error) => step(source.throw(error)),
    [Symbol.asyncDispose]: async () => void (await source.return(undefined)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

const needsStream = (): GraphQLError =>
  new GraphQLError(
    'Subscriptions are answered over a WebSocket (graphql-transport-ws) or as an event stream (Accept: text/event-stream).',
    {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    },
  );
