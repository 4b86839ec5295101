import { type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { type OpenSpan, tracer } from '#kit/telemetry/tracer.ts';
import { isWritten, type WrittenAnswer } from '../execute/written-answer.ts';
import type { Outlet } from '../live/outlet.ts';
import type { Asking, Operation, Operations } from '../operations.ts';
import { operationTypeOf } from '../plan/operation-of.ts';
import { SERVER_FAULTS } from './operation-metrics.ts';

/** Operations that each run in a span, in the client's trace or one of their own. With telemetry off they are what they were. */
export const traceOperations = (operations: Operations): Operations => {
  if (tracer() === null) return operations;
  const { answer, answerText, subscribe } = operations;
  return Object.assign(operations, {
    answer: (operation: Operation) => inOperation(operation, answer),
    answerText: (_asking: Asking, text: string, read: () => Operation | null) => {
      const operation = read();
      return operation && inOperation(operation, (traced) => answerText(traced, text, () => traced)!);
    },
    subscribe: (operation: Operation, outlet: Outlet) => subscribeIn(operation, outlet, subscribe),
  });
};

const inOperation = async <Result extends WrittenAnswer | ExecutionResult>(
  operation: Operation,
  answer: (operation: Operation) => Promise<Result>,
): Promise<Result> => {
  const span = startOperation(operation);
  const result = await answer(within(operation, span));
  end(span, isWritten(result) ? [] : result.errors);
  return result;
};

/** A query's or mutation's span lasts until its answer, a subscription's until it has begun. */
const subscribeIn = (operation: Operation, outlet: Outlet, subscribe: Operations['subscribe']): (() => void) => {
  const span = startOperation(operation);
  if (operationTypeOf(operation) === OperationTypeNode.SUBSCRIPTION) {
    const leave = subscribe(within(operation, span), outlet);
    end(span);
    return leave;
  }
  const ending: Outlet = {
    ...outlet,
    end: (errors) => {
      end(span, errors);
      outlet.end(errors);
    },
  };
  return subscribe(within(operation, span), ending);
};

const startOperation = (operation: Operation): OpenSpan | undefined => {
  const name = getOperationAST(operation.document, operation.operationName)?.name?.value;
  const type = operationTypeOf(operation) ?? 'operation';
  return tracer()?.start({
    name: name === undefined ? type : `${type} ${name}`,
    kind: 'server',
    parent: operation.headers.traceparent,
    attributes: { 'graphql.operation.type': type, 'graphql.operation.name': name, 'madang.document.hash': operation.hash },
  });
};

/** The operation below the span; whatever is read anew (a fresh token) still is. */
const within = (operation: Operation, span: OpenSpan | undefined): Operation =>
  span === undefined
    ? operation
    : Object.defineProperties({} as Operation, {
        ...Object.getOwnPropertyDescriptors(operation),
        headers: { enumerable: true, get: () => ({ ...operation.headers, traceparent: span.traceparent }) },
      });

/** What the client did wrong is no failure of the span; the code of its first error is told. */
const end = (span: OpenSpan | undefined, errors: ExecutionResult['errors'] = []): void => {
  const fault = errors.find(({ extensions }) => SERVER_FAULTS.has(extensions?.code));
  const code = (fault ?? errors[0])?.extensions?.code;
  span?.end(
    fault && Object.assign(new Error(fault.message), { code }),
    code === undefined ? undefined : { 'madang.error.code': String(code) },
  );
};
