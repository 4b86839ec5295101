import type { ExecutionResult, GraphQLError } from 'graphql';
import type { OperationRequest } from '../execute/executor.ts';
import { failedFetch } from '../execute/fetch-errors.ts';
import { AFTER } from '../plan/followable.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import type { ChannelParts } from './channel.ts';
import { createPlace } from './place.ts';
import { followUpstream } from './upstream.ts';

/** The way a channel follows its subgraph, through changes of the plan. */
export type Following = {
  /** Goes over to another plan: upstream nothing happens when the subgraph is asked the same. */
  adopt(next: PlannedOperation): void;
  stop(): void;
};

export type FollowingOptions = {
  planned: PlannedOperation;
  /** Where a feed begins. */
  after: unknown;
  /** Read anew each time the subgraph is subscribed to. */
  request: () => Omit<OperationRequest, 'signal'>;
  /** An event, with the plan under which it came. The next one is read when this has resolved. */
  onEvent: (event: ExecutionResult, planned: PlannedOperation) => Promise<void> | undefined;
  /** The subscription is complete, or its subgraph could not be reached at the start. */
  onEnd: (errors?: readonly GraphQLError[]) => void;
};

type Stream = { planned: PlannedOperation; leaving: AbortController };

export const createFollowing = (
  { executor, log, backoff, firstWithinMs }: Pick<ChannelParts, 'executor' | 'log' | 'backoff' | 'firstWithinMs'>,
  { planned: first, after, request, onEvent, onEnd }: FollowingOptions,
): Following => {
  const { kind } = first.subscription!.field;
  const place = createPlace(kind, after);
  const follow = (planned: PlannedOperation, onOpen?: () => void): Stream => {
    const stream: Stream = { planned, leaving: new AbortController() };
    const { signal } = stream.leaving;
    const { positionOf } = planned.subscription!;
    const open = (from: unknown) => {
      const { variables, headers } = request();
      return executor.subscribe(planned, { headers, signal, variables: { ...variables, [AFTER]: from } });
    };
    const isCurrent = (): boolean => stream === current && !signal.aborted;
    const onArrival = (event: ExecutionResult) => onEvent(event, stream.planned);
    followUpstream({ open, positionOf, place, onEvent: onArrival, onOpen, signal, log, backoff, firstWithinMs }).then(
      () => isCurrent() && onEnd(),
      (error: Error) => isCurrent() && onEnd(unreachable(planned, error)),
    );
    return stream;
  };
  let current = follow(first);
  return {
    adopt: (next) => {
      if (asksTheSame(current.planned, next)) {
        current.planned = next;
        return;
      }
      const { leaving } = current;
      const resumes = kind === 'live' || place.after !== undefined;
      if (resumes) leaving.abort();
      else place.overlap();
      current = follow(next, () => leaving.abort());
    },
    stop: () => current.leaving.abort(),
  };
};

const asksTheSame = ({ subscription: a }: PlannedOperation, { subscription: b }: PlannedOperation): boolean =>
  a!.subgraph === b!.subgraph && a!.query === b!.query;

const unreachable = ({ subscription, clientKey }: PlannedOperation, error: Error): GraphQLError[] =>
  failedFetch(subscription!.subgraph, error, [[]], [String(clientKey(subscription!.key))]);
