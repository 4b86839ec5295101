import { type DocumentNode, type ExecutionResult, GraphQLError, type ValidationRule } from 'graphql';
import type { Identity } from '#kit/identity.ts';
import { languageOf } from '#kit/language.ts';
import type { Log } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import { errorCatalogue } from '#schema/errors.ts';
import { createAnswering } from './answering.ts';
import { clientRefusals } from './execute/client-errors.ts';
import { createExecutor, type OperationRequest } from './execute/executor.ts';
import type { WrittenAnswer } from './execute/written-answer.ts';
import { createGeneration, type Generation, type GenerationOptions, operationRules } from './generation.ts';
import type { ChannelParts } from './live/channel.ts';
import { createChannels } from './live/channels.ts';
import { type Bounds, standardBounds } from './live/delivery.ts';
import type { LiveMetrics } from './live/live-metrics.ts';
import { giveOnce, type Outlet } from './live/outlet.ts';
import type { DocumentReader } from './plan/read-document.ts';
import { warmPlans } from './plan/warm-plans.ts';
import { type AdmissionOptions, createAdmission } from './protection/admission.ts';
import { createPersistedQueries, type PersistedQueries } from './protection/persisted-queries.ts';
import { showingCost } from './protection/show-cost.ts';
import type { TrustedDocuments } from './protection/trusted-documents.ts';
import { hidingSchema, publicError, toGraphQLError } from './public-errors.ts';
import type { DataSource } from './sources/data-source.ts';
import type { Supergraph } from './supergraph.ts';
import { createOperationMetrics, type OperationMetrics } from './telemetry/operation-metrics.ts';
import { traceOperations } from './telemetry/trace-operations.ts';

/** An operation as a transport hands it over: its document is valid. */
export type Operation = OperationRequest & {
  document: DocumentNode;
  /** Of the document's text. */
  hash: string;
  operationName?: string | null;
  traceId: string;
  sessionId?: string | null;
  /** Who asks; nobody when left out. */
  identity?: Identity | null;
  /** The cursor that its client resumes a feed from, whatever its arguments say. */
  after?: string;
  /** Whether the client wants the estimated cost in `extensions.cost`. */
  showCost?: boolean;
};

/** Who asks for an operation that is not read yet. */
export type Asking = Pick<Operation, 'headers' | 'traceId' | 'showCost' | 'signal'>;

/** The way of an operation behind every transport. Nothing rejects; errors are fit for clients. */
export type Operations = {
  /** The present one. */
  readonly supergraph: Supergraph;
  /** For transports that do not validate themselves. */
  read: DocumentReader;
  /** Documents that requests name instead of sending them. */
  persisted: PersistedQueries;
  /** The rules beside GraphQL's own, for those that do. */
  rules: readonly ValidationRule[];
  /** Counts a request, before anything of it is done; the error when its caller asks too often. */
  admit(caller: Pick<Operation, 'headers' | 'identity' | 'traceId'>): GraphQLError | null;
  /**
   * Answers a query or mutation. Equal queries of one caller are executed once while they are under way
   * together; a mutation's end and another generation begin a new round.
   */
  answer(operation: Operation): Promise<ExecutionResult>;
  /**
   * The same, with an answer without errors written. Queries are equal by `text` (all that the client sent), and read once, too.
   *
   * @param read what the text asks for; null when that is none to be answered here, and then there is no answer
   */
  answerText(asking: Asking, text: string, read: () => Operation | null): Promise<WrittenAnswer | ExecutionResult> | null;
  /**
   * Begins a subscription, of which the outlet gets everything, errors included; of a query or mutation the
   * one answer. Returns the way to leave.
   */
  subscribe(operation: Operation, outlet: Outlet): () => void;
  /** Goes over to another supergraph; running subscriptions are spliced, and end when they are no longer valid. */
  adopt(supergraph: Supergraph): void;
  /** Called with each supergraph that is adopted. */
  onAdopted(listener: (supergraph: Supergraph) => void): void;
};

export type OperationsOptions = GenerationOptions &
  AdmissionOptions & {
    supergraph: Supergraph;
    subgraphs: Readonly<Record<string, DataSource>>;
    log: Log;
    /** Milliseconds that a query has; see the executor. */
    timeoutMs?: number;
    /** Known from the start: planned ahead, and answered by id. */
    documents?: TrustedDocuments;
    /** Called after a mutation of a session: what is remembered of the session may be out of date. */
    onMutation?: (sessionId: string) => void;
    metrics: LiveMetrics;
    measures?: OperationMetrics;
    live?: Pick<ChannelParts, 'backoff' | 'firstWithinMs'> & { bounds?: Bounds };
  };

export const createOperations = ({
  subgraphs,
  log,
  timeoutMs,
  onMutation,
  metrics,
  measures = createOperationMetrics(createMetrics()),
  live,
  documents,
  ...options
}: OperationsOptions): Operations => {
  const executor = createExecutor({ subgraphs, log, timeoutMs });
  const channels = createChannels({ executor, log, metrics, bounds: standardBounds, ...live });
  const admission = createAdmission(options);
  const listeners = new Set<(supergraph: Supergraph) => void>();
  const generate = (supergraph: Supergraph): Generation => {
    const made = createGeneration(supergraph, options, measures);
    void warmPlans(made, documents?.texts ?? [], () => generation !== made);
    return made;
  };
  let generation = generate(options.supergraph);
  const read: DocumentReader = (query) => generation.read(query);
  const maskedError = (error: unknown, { traceId, headers }: Pick<Operation, 'headers' | 'traceId'>): GraphQLError => {
    const meant = headers['x-token-refused'] === 'unknown' ? ofUnknown : toGraphQLError;
    const shown = options.introspection ? meant(error) : hidingSchema(meant(error));
    return publicError(shown, log, traceId, languageOf(headers['accept-language']));
  };
  const masked =
    (asking: Asking) =>
    (result: ExecutionResult): ExecutionResult =>
      result.errors ? { ...result, errors: result.errors.map((error) => maskedError(error, asking)) } : result;
  const { answer, answerText, beginRound } = createAnswering({
    executor,
    admission,
    measures,
    generation: () => generation,
    masked,
    onMutation,
  });
  const subscribe = (operation: Operation, outlet: Outlet): (() => void) => {
    const mask = masked(operation);
    try {
      const { planned, planKey } = generation.plan(operation);
      if (planned.isRefused) return giveOnce(outlet, mask({ errors: clientRefusals(planned) }));
      if (planned.subscription) {
        const cost = admission.cost(planned, operation, generation.supergraph);
        return channels.join({ planned, planKey, operation, maskFor: masked }, operation.showCost ? showingCost(outlet, cost) : outlet);
      }
    } catch (error) {
      return giveOnce(outlet, mask({ errors: [toGraphQLError(error)] }));
    }
    const leaving = new AbortController();
    const signal = operation.signal ? AbortSignal.any([operation.signal, leaving.signal]) : leaving.signal;
    void answer({ ...operation, signal }).then((result) => leaving.signal.aborted || giveOnce(outlet, result));
    return () => leaving.abort();
  };
  return traceOperations({
    get supergraph() {
      return generation.supergraph;
    },
    persisted: createPersistedQueries(read, documents),
    rules: operationRules(options),
    read,
    admit: (caller) => {
      const refusal = admission.count(caller);
      return refusal && maskedError(refusal, caller);
    },
    answer,
    answerText,
    subscribe,
    adopt: (supergraph) => {
      generation = generate(supergraph);
      beginRound();
      channels.adopt((operation) => generation.planAnew(operation));
      for (const listener of listeners) listener(supergraph);
    },
    onAdopted: (listener) => void listeners.add(listener),
  });
};

/** Of a caller whose token cannot be judged it is not known whether it may see a field. */
const ofUnknown = (error: unknown): GraphQLError => {
  const meant = toGraphQLError(error);
  if (meant.extensions.code !== 'UNAUTHENTICATED' || meant.extensions.service) return meant;
  return new GraphQLError(errorCatalogue.SERVICE_UNAVAILABLE, { path: meant.path, extensions: { code: 'SERVICE_UNAVAILABLE' } });
};
