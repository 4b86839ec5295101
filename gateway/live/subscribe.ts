import type { ExecutionResult } from 'graphql';
import type { Log } from '#kit/log.ts';
import type { Executor, OperationRequest } from '../execute/executor.ts';
import { failedFetch } from '../execute/fetch-errors.ts';
import { AFTER } from '../plan/followable.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { coerceVariables } from '../plan/variables.ts';
import { createMailbox } from './mailbox.ts';
import { followUpstream, type UpstreamOptions } from './upstream.ts';

export type SubscribeOptions = { executor: Executor; log: Log; backoff?: UpstreamOptions['backoff']; firstWithinMs?: number };

/**
 * Runs a planned subscription: follows its primary fetch upstream and answers each event with the rest of the plan, in order. A live
 * value's newer state overtakes one that still waits; feeds and unmarked streams keep all. Leaving the stream leaves upstream at once.
 * `request.headers` is read anew for each event, so that a fresh token takes effect.
 */
export const subscribe = (
  { executor, log, backoff, firstWithinMs }: SubscribeOptions,
  operation: PlannedOperation,
  request: OperationRequest,
): AsyncGenerator<ExecutionResult> | ExecutionResult => {
  const { coerced, errors } = coerceVariables(operation, request.variables);
  if (!coerced) return { errors };
  const { field, firstAfter, key, positionOf, refusal, subgraph } = operation.subscription!;
  const leaving = new AbortController();
  const signal = request.signal ? AbortSignal.any([request.signal, leaving.signal]) : leaving.signal;
  const requestNow = (): OperationRequest => ({
    ...request,
    signal,
    headers: field.public ? withoutIdentity(request.headers) : request.headers,
  });
  const keep = field.kind === 'live' ? 'latest' : 'all';
  const events = createMailbox<ExecutionResult>(keep);
  const answers = createMailbox<ExecutionResult>(keep, () => leaving.abort());
  request.signal?.addEventListener('abort', () => void answers.return(undefined), { once: true });
  followUpstream({
    kind: field.kind,
    open: (after) => executor.subscribe(operation, { ...requestNow(), variables: { ...request.variables, [AFTER]: after } }),
    positionOf,
    firstAfter: firstAfter(coerced),
    onEvent: events.push,
    signal,
    log,
    backoff,
    firstWithinMs,
  }).then(events.end, (error: Error) => {
    answers.push({ errors: failedFetch(subgraph, error, [[]], [String(operation.clientKey(key))]) });
    answers.end();
  });
  void answerEach(
    events,
    (event) => (event.data === undefined ? refusal(event) : executor.complete(operation, requestNow(), event)),
    answers,
  );
  return answers;
};

const answerEach = async (
  events: AsyncIterable<ExecutionResult>,
  answer: (event: ExecutionResult) => Promise<ExecutionResult> | ExecutionResult,
  answers: ReturnType<typeof createMailbox<ExecutionResult>>,
): Promise<void> => {
  try {
    for await (const event of events) answers.push(await answer(event));
    answers.end();
  } catch (error) {
    answers.fail(error);
  }
};

/** What anybody may see is executed for nobody (gateway: live fan-out). */
const withoutIdentity = ({
  authorization: _token,
  'x-token-refused': _refused,
  ...headers
}: OperationRequest['headers']): OperationRequest['headers'] => headers;
