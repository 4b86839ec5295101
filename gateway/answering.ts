import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import type { Executor } from './execute/executor.ts';
import { createInFlight } from './execute/in-flight.ts';
import { isWritten, type WrittenAnswer } from './execute/written-answer.ts';
import type { Generation } from './generation.ts';
import type { Asking, Operation, Operations } from './operations.ts';
import { operationTypeOf } from './plan/operation-of.ts';
import type { PlannedOperation } from './plan/plan-operation.ts';
import type { Admission } from './protection/admission.ts';
import { toGraphQLError } from './public-errors.ts';
import { type OperationMetrics, type OperationTimings, observeAnswer } from './telemetry/operation-metrics.ts';

/** The way of queries and mutations. Nothing rejects; errors are fit for clients. */
export type Answering = Pick<Operations, 'answer' | 'answerText'> & {
  /** Nobody joins what is under way now. */
  beginRound: () => void;
};

export type AnsweringOptions = {
  executor: Executor;
  admission: Admission;
  measures: OperationMetrics;
  /** The present one. */
  generation: () => Generation;
  /** Makes what went wrong fit for who asks. */
  masked: (asking: Asking) => (result: ExecutionResult) => ExecutionResult;
  /** Called after a mutation of a session. */
  onMutation?: (sessionId: string) => void;
};

export const createAnswering = ({ executor, admission, measures, generation, masked, onMutation }: AnsweringOptions): Answering => {
  const written = createInFlight<Outcome<WrittenAnswer | ExecutionResult>>();
  const results = createInFlight<Outcome<ExecutionResult>>();
  const beginRound = (): void => {
    written.renew();
    results.renew();
  };
  const unplanned = measures.timingsOf();
  const planAndExecute = async <Result extends WrittenAnswer | ExecutionResult>(
    operation: Operation,
    execute: (planned: PlannedOperation) => Promise<Result>,
  ): Promise<Outcome<Result | ExecutionResult>> => {
    let timings = unplanned;
    try {
      const { plan, supergraph } = generation();
      const found = plan(operation);
      const { planned } = found;
      timings = found.timings;
      if (planned.subscription || planned.isRefused) throw needsStream();
      const cost = admission.cost(planned, operation, supergraph);
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
  return { answer, answerText, beginRound };
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
