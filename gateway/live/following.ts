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
  /** Whether the token in whose name it is asked has expired, and a fresh one may come. */
  hasExpired: () => boolean;
  /** The cursor that a feed without `after` begins after, when its subgraph tells it. */
  onBegin: (cursor: unknown) => void;
  /** An event, with the plan under which it came. The next one is read when this has resolved. */
  onEvent: (event: ExecutionResult, planned: PlannedOperation) => Promise<void> | undefined;
  /** The subscription is complete, or its subgraph could not be reached at the start. */
  onEnd: (errors?: readonly GraphQLError[]) => void;
};

/** Two streams run side by side for so long when there is no place to resume from: the first one's last and the other's first events are in both. */
const OVERLAP_MS = 1_000;

type Stream = { planned: PlannedOperation; leaving: AbortController };

export const createFollowing = (
  { executor, log, backoff, firstWithinMs }: Pick<ChannelParts, 'executor' | 'log' | 'backoff' | 'firstWithinMs'>,
  { planned: first, after, request, hasExpired, onBegin, onEvent, onEnd }: FollowingOptions,
): Following => {
  const { kind } = first.subscription!.field;
  const place = createPlace(kind, after);
  const follow = (planned: PlannedOperation, onOpen?: () => void): Stream => {
    const stream: Stream = { planned, leaving: new AbortController() };
    const { signal } = stream.leaving;
    const { positionOf } = planned.subscription!;
    const open = (from: unknown) => {
      const { variables, headers } = request();
      const asking = kind === 'feed' && from === undefined ? { ...headers, 'x-feed-begin': '1' } : headers;
      return executor.subscribe(planned, { headers: asking, signal, variables: { ...variables, [AFTER]: from } });
    };
    const isCurrent = (): boolean => stream === current && !signal.aborted;
    const onArrival = (event: ExecutionResult) => (kind === 'stream' && stream !== passing ? undefined : onEvent(event, stream.planned));
    followUpstream({ open, positionOf, place, hasExpired, onBegin, onEvent: onArrival, onOpen, signal, log, backoff, firstWithinMs }).then(
      () => isCurrent() && onEnd(),
      (error: Error) => isCurrent() && onEnd(unreachable(planned, error)),
    );
    return stream;
  };
  let current = follow(first);
  let passing = current;
  let handOver = (): void => {};
  const overlap = (next: PlannedOperation): void => {
    const { leaving } = current;
    let due: NodeJS.Timeout | undefined;
    handOver = () => {
      clearTimeout(due);
      leaving.abort();
      passing = current;
      handOver = () => {};
    };
    place.overlap();
    current = follow(next, () => {
      due ??= setTimeout(() => handOver(), OVERLAP_MS);
    });
  };
  return {
    adopt: (next) => {
      if (asksTheSame(current.planned, next)) {
        current.planned = next;
        return;
      }
      handOver();
      if (kind !== 'live' && place.after === undefined) return overlap(next);
      current.leaving.abort();
      current = follow(next);
    },
    stop: () => {
      handOver();
      current.leaving.abort();
    },
  };
};

const asksTheSame = ({ subscription: a }: PlannedOperation, { subscription: b }: PlannedOperation): boolean =>
  a!.subgraph === b!.subgraph && a!.query === b!.query;

const unreachable = ({ subscription, clientKey }: PlannedOperation, error: Error): GraphQLError[] =>
  failedFetch(subscription!.subgraph, error, [[]], [String(clientKey(subscription!.key))]);
