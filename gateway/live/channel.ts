import { isDeepStrictEqual } from 'node:util';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { languageOf } from '#kit/language.ts';
import type { Log } from '#kit/log.ts';
import { clientRefusals } from '../execute/client-errors.ts';
import type { Executor, OperationRequest } from '../execute/executor.ts';
import type { Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { startPush } from '../telemetry/trace-push.ts';
import { createAudience, isGiven } from './audience.ts';
import type { Joining } from './channels.ts';
import type { Bounds } from './delivery.ts';
import { createFollowing } from './following.ts';
import type { LiveMetrics } from './live-metrics.ts';
import { createMailbox } from './mailbox.ts';
import { createMending, isPatchy, untilMended } from './mending.ts';
import type { Outlet } from './outlet.ts';
import { createPayload, type Payload } from './payload.ts';
import { newestSponsor, publicHeaders } from './sponsor.ts';
import { isRefusal, type UpstreamOptions } from './upstream.ts';

export type ChannelParts = Partial<Pick<UpstreamOptions, 'backoff' | 'firstWithinMs' | 'rollOutMs'>> & {
  executor: Executor;
  log: Log;
  bounds: Bounds;
  metrics: LiveMetrics;
};

export type ChannelOptions = {
  planned: PlannedOperation;
  /** The first subscriber's; the others' answers are the same. */
  operation: Operation;
  /** Where a feed begins. */
  after: unknown;
  /** What somebody sees of an answer. */
  maskFor: Joining['maskFor'];
  /** It has ended, or nobody is left. */
  onEnd: () => void;
};

/** One subscription at a subgraph, executed and serialised once for everybody who may see the same. */
export type Channel = {
  operation: Operation;
  knows(after: unknown): boolean;
  join(operation: Operation, outlet: Outlet, after: unknown): () => void;
  /** Goes on under another plan of the same operation, from where it is; with errors it ends. */
  adopt(next: PlannedOperation | readonly GraphQLError[]): void;
};

/** An event on its way to the audience. */
type Arrival = {
  event: ExecutionResult;
  /** @param traceparent of the push, when it is traced */
  answer: (traceparent?: string) => Promise<ExecutionResult> | ExecutionResult;
  position?: unknown;
  /** `performance.now()` when it came. */
  since: number;
  handled?: () => void;
  /** The trace context of the change, if the subgraph tells it. */
  cause?: unknown;
};

/**
 * Follows a subscription's primary fetch upstream and answers each event with the rest of the plan, in order. A live value's newer state
 * overtakes one that still waits; feeds and unmarked streams keep all. Leaves upstream with its last subscriber. Headers are read anew
 * for each event, so that a fresh token takes effect.
 */
export const createChannel = (parts: ChannelParts, { planned, operation: first, after, maskFor, onEnd }: ChannelOptions): Channel => {
  const { executor, metrics, log, bounds } = parts;
  const { field } = planned.subscription!;
  const fieldName = String(planned.clientKey(planned.subscription!.key));
  const isLive = field.kind === 'live';
  const members = new Set<Operation>();
  const impersonal = field.public ? publicHeaders(first.headers) : null;
  const operation: Operation = impersonal ? { ...first, headers: impersonal, identity: null } : first;
  const mask = maskFor(operation);
  const arrivals = createMailbox<Arrival>(isLive ? 'latest' : 'all');
  const closing = new AbortController();
  const request = (): OperationRequest => ({
    variables: operation.variables,
    headers: impersonal ?? newestSponsor(members, operation).headers,
    signal: closing.signal,
  });
  const expiresAt = (): number => {
    const { identity } = impersonal ? operation : newestSponsor(members, operation);
    return identity?.expiresAt.getTime() ?? Number.POSITIVE_INFINITY;
  };
  const close = (): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    mending.stop();
    following.stop();
    void arrivals.return(undefined);
    metrics.upstreams.dec();
    onEnd();
  };
  const audience = createAudience({ kind: field.kind, begin: after, bounds, metrics, onEmpty: close });
  /** Who comes now begins another one, and is not ended with this. */
  let isEnding = false;
  const end = (errors: readonly GraphQLError[]): void => {
    isEnding = true;
    void audience.end(mask({ errors }).errors);
  };
  /** The newest state, answered or not; null once a refusal has come after it. */
  let newest: Arrival | null = null;
  let given: Given | null = null;
  const mending = createMending(({ event }: Arrival, hasExpired) => {
    if (isPatchy(event, hasExpired)) following.renew();
    else if (newest) arrivals.push(newest);
  });
  const onEvent = (event: ExecutionResult, current: () => PlannedOperation): Promise<void> | undefined => {
    metrics.events.inc();
    const { promise, resolve: handled } = Promise.withResolvers<void>();
    const { refusal, positionOf } = current().subscription!;
    const answer = (traceparent?: string) =>
      event.data === undefined ? refusal(event) : executor.complete(current(), inTrace(request(), traceparent), event);
    const arrival = { event, answer, position: positionOf(event), since: performance.now(), handled, cause: event.extensions?.traceparent };
    // What ends it comes behind its last state.
    newest = isRefusal(event) ? null : arrival;
    if (newest) arrivals.push(newest);
    else arrivals.pushBehind(arrival);
    return isLive ? undefined : promise;
  };
  const following = createFollowing(parts, {
    planned,
    after,
    request,
    expiresAt,
    onBegin: audience.beginsAfter,
    onEvent,
    onEnd: (errors) => {
      isEnding = true;
      if (errors) arrivals.pushBehind({ event: { errors }, answer: () => ({ errors }), since: performance.now() });
      arrivals.end();
    },
  });
  const answer = async (arrival: Arrival): Promise<void> => {
    mending.stop();
    const expiry = expiresAt();
    const push = startPush(arrival.cause, fieldName, members.size > 0 ? members : [operation]);
    const result = mask(await arrival.answer(push?.traceparent));
    if (closing.signal.aborted) return push?.end();
    const hasExpired = expiry <= Date.now();
    const payload = createPayload(result, arrival.position, arrival.since);
    if (!isLive || !isSame(given, arrival, payload)) await audience.give(payload);
    given = { arrival, payload, isMendable: isPatchy(result, hasExpired) && !isPatchy(arrival.event, hasExpired) };
    if (isLive && !closing.signal.aborted) mending.look(result, arrival, hasExpired);
    arrival.handled?.();
    push?.end(undefined, { 'madang.subscribers': audience.size });
  };
  const answerEach = async (): Promise<void> => {
    for await (const arrival of arrivals) await answer(arrival);
    if (isLive && given?.isMendable) await mendLast(given.arrival);
    await audience.end();
  };
  const mendLast = (last: Arrival): Promise<void> =>
    untilMended(async () => {
      await answer(last);
      return !given?.isMendable;
    }, closing.signal);
  metrics.upstreams.inc();
  answerEach()
    .catch((error: Error) => {
      log.error({ err: error }, 'a subscription failed');
      return audience.end(mask(failed(error)).errors);
    })
    .finally(close);
  return {
    operation,
    knows: (from) => !isEnding && audience.knows(from) && (isGiven(from) || !following.isBehind),
    join: (joining, outlet, from) => {
      if (!impersonal) members.add(joining);
      const onGone = (): void => void members.delete(joining);
      return audience.join({ outlet, after: from, language: languageOf(joining.headers['accept-language']), onGone });
    },
    adopt: (next) => {
      if (!('definition' in next)) return end(next);
      if (!isDeepStrictEqual(next.subscription?.field, field)) {
        const refusals = clientRefusals(next);
        return end(refusals.length > 0 ? refusals : [changed()]);
      }
      if (following.adopt(next) && isLive && newest) arrivals.push(newest);
    },
  };
};

/** What was given last. */
type Given = {
  arrival: Arrival;
  payload: Payload;
  /** Whether it lacks what may be there when it is answered again. */
  isMendable: boolean;
};

/** Whether a live value's answer says nothing new: made again for the same event, or for the same state. */
const isSame = (given: Given | null, arrival: Arrival, { text, position }: Payload): boolean =>
  given?.payload.text === text && (given.arrival === arrival || given.payload.position === position);

const inTrace = (request: OperationRequest, traceparent: string | undefined): OperationRequest =>
  traceparent === undefined ? request : { ...request, headers: { ...request.headers, traceparent } };

const failed = (error: Error): ExecutionResult => ({ errors: [new GraphQLError(error.message, { originalError: error })] });

const changed = (): GraphQLError =>
  new GraphQLError('This subscription is of another kind now. Subscribe again.', {
    extensions: { code: 'SERVICE_UNAVAILABLE', reason: 'SUPERGRAPH_CHANGED' },
  });
