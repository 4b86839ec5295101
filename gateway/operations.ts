import { type DocumentNode, type ExecutionResult, GraphQLError, OperationTypeNode, type ValidationRule } from 'graphql';
import type { Identity } from '#kit/identity.ts';
import { languageOf } from '#kit/language.ts';
import type { Log } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import { errorCatalogue } from '#schema/errors.ts';
import { createExecutor, type OperationRequest } from './execute/executor.ts';
import { createInFlight } from './execute/in-flight.ts';
import { isWritten, type WrittenAnswer } from './execute/written-answer.ts';
import { createGeneration, type Generation, type GenerationOptions, operationRules } from './generation.ts';
import type { ChannelParts } from './live/channel.ts';
import { createChannels } from './live/channels.ts';
import { type Bounds, standardBounds } from './live/delivery.ts';
import type { LiveMetrics } from './live/live-metrics.ts';
import { giveOnce, type Outlet } from './live/outlet.ts';
import { operationTypeOf } from './plan/operation-of.ts';
import type { PlannedOperation } from './plan/plan-operation.ts';
import type { DocumentReader } from './plan/read-document.ts';
import { warmPlans } from './plan/warm-plans.ts';
import { type AdmissionOptions, createAdmission } from './protection/admission.ts';
import { createPersistedQueries, type PersistedQueries } from './protection/persisted-queries.ts';
import { showingCost } from './protection/show-cost.ts';
import type { TrustedDocuments } from './protection/trusted-documents.ts';
import { hidingSchema, publicError, toGraphQLError } from './public-errors.ts';
import type { DataSource } from './sources/data-source.ts';
import type { Supergraph } from './supergraph.ts';
import { createOperationMetrics, type OperationMetrics, type OperationTimings, observeAnswer } from './telemetry/operation-metrics.ts';
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
  /** The present generation's. */
  readonly supergraph: Supergraph;
  /** For transports that do not validate themselves. */
  read: DocumentReader;
  /** Documents that requests name instead of sending them. */
  persisted: PersistedQueries;
  /** The rules beside GraphQL's own, for those that do. */
  rules: readonly ValidationRule[];
  /** Counts a request, before anything of it is done; the error when its caller asks too often. */
  admit(caller: Pick<Operation, 'headers' | 'identity' | 'traceId'>): GraphQLError | null;
  /** Answers a query or mutation. Equal queries of one caller are executed once while they are under way together; a mutation's end and another generation begin a new round. */
  answer(operation: Operation): Promise<ExecutionResult>;
  /**
   * The same, with an answer without errors written. Queries are equal by `text` (all that the client sent), and read once, too.
   *
   * @param read what the text asks for; null when that is none to be answered here, and then there is no answer
   */
  answerText(asking: Asking, text: string, read: () => Operation | null): Promise<WrittenAnswer | ExecutionResult> | null;
  /** Begins a subscription, of which the outlet gets everything, errors included; of a query or mutation the one answer. Returns the way to leave. */
  subscribe(operation: Operation, outlet: Outlet): () => void;
  /** Goes over to another generation; running subscriptions are spliced, and end when they are no longer valid. */
  adopt(supergraph: Supergraph): void;
  /** Called with each generation that is adopted. */
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
  const written = createInFlight<Outcome<WrittenAnswer | ExecutionResult>>();
  const results = createInFlight<Outcome<ExecutionResult>>();
  const beginRound = (): void => {
    written.renew();
    results.renew();
  };
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
  const unplanned = measures.timingsOf();
  const maskedError = (error: unknown, { traceId, headers }: Pick<Operation, 'headers' | 'traceId'>): GraphQLError => {
    const meant = headers['x-token-refused'] === 'unknown' ? ofUnknown : toGraphQLError;
    const shown = options.introspection ? meant(error) : hidingSchema(meant(error));
    return publicError(shown, log, traceId, languageOf(headers['accept-language']));
  };
  const masked =
    (asking: Asking) =>
    (result: ExecutionResult): ExecutionResult =>
      result.errors ? { ...result, errors: result.errors.map((error) => maskedError(error, asking)) } : result;
  const planAndExecute = async <Result extends WrittenAnswer | ExecutionResult>(
    operation: Operation,
    execute: (planned: PlannedOperation) => Promise<Result>,
  ): Promise<Outcome<Result | ExecutionResult>> => {
    let timings = unplanned;
    try {
      const plan = generation.plan(operation);
      const { planned } = plan;
      timings = plan.timings;
      if (planned.subscription || planned.isRefused) throw needsStream();
      const cost = admission.cost(planned, operation, generation.supergraph);
      const result = await execute(planned);
      if (planned.definition.operation === OperationTypeNode.MUTATION) {
        beginRound();
        if (operation.sessionId) onMutation?.(operation.sessionId);
      }
      if (isWritten(result) || !operation.showCost) return { result, timings };
      return { result: { ...result, extensions: { ...result.extensions, cost } }, timings };
    } catch (error) {
      return { result: { errors: [toGraphQLError(error)] }, timings };
    }
  };
  /** Makes an outcome, which others may share, one client's answer. */
  const concluded = async <Result extends WrittenAnswer | ExecutionResult>(
    asking: Asking,
    work: () => Promise<Outcome<Result>>,
  ): Promise<Result | ExecutionResult> => {
    const begun = performance.now();
    const { result, timings } = await work();
    const answer = isWritten(result) ? result : masked(asking)(result);
    observeAnswer(timings, begun, answer, asking.signal);
    return answer;
  };
  const execute = (operation: Operation): Promise<Outcome<ExecutionResult>> =>
    planAndExecute(operation, (planned) => executor.execute(planned, operation));
  const answer: Operations['answer'] = (operation) => {
    const text = operation.showCost || operationTypeOf(operation) !== OperationTypeNode.QUERY ? null : textOf(operation);
    if (text === null) return concluded(operation, () => execute(operation));
    const key = questionKey(operation, text);
    const { signal } = operation;
    return concluded(
      operation,
      () => results.join(key, signal) ?? results.begin(key, signal, (signal) => execute({ ...operation, signal })),
    );
  };
  const write = (operation: Operation): Promise<Outcome<WrittenAnswer | ExecutionResult>> =>
    planAndExecute<WrittenAnswer | ExecutionResult>(operation, (planned) => executor.answer(planned, operation));
  const answerText: Operations['answerText'] = (asking, text, read) => {
    const key = questionKey(asking, text);
    const underWay = asking.showCost ? undefined : written.join(key, asking.signal);
    if (underWay) return concluded(asking, () => underWay);
    const operation = read();
    if (!operation) return null;
    if (operation.showCost) return answer(operation);
    if (operationTypeOf(operation) !== OperationTypeNode.QUERY) return concluded(operation, () => write(operation));
    return concluded(operation, () => written.begin(key, operation.signal, (signal) => write({ ...operation, signal })));
  };
  const subscribe = (operation: Operation, outlet: Outlet): (() => void) => {
    const mask = masked(operation);
    try {
      const { planned, planKey } = generation.plan(operation);
      if (planned.isRefused) return giveOnce(outlet, mask({ errors: planned.refusals?.() ?? [] }));
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

/** A result as execution gave it, not masked yet, and what it is counted in. */
type Outcome<Result> = { result: Result; timings: OperationTimings };

/** What an answer depends on within a generation: the question and whatever subgraphs hear of who asks. Traces are not part of it. */
const questionKey = ({ headers }: Asking, text: string): string =>
  `${headers.authorization}\n${headers['x-token-refused']}\n${headers['x-client-address']}\n${headers['accept-language']}\n${text}`;

/** What an operation asks for; null when its variables nest more deeply than can be written. */
const textOf = ({ hash, operationName, variables }: Operation): string | null => {
  try {
    return JSON.stringify([hash, operationName, variables]);
  } catch {
    return null;
  }
};

const needsStream = (): GraphQLError =>
  new GraphQLError(
    'Subscriptions are answered over a WebSocket (graphql-transport-ws), as an event stream (Accept: text/event-stream) or in parts (Accept: multipart/mixed;subscriptionSpec=1.0).',
    {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    },
  );
