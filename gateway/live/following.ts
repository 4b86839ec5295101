import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { OperationRequest } from '../execute/executor.ts';
import { failedFetch } from '../execute/fetch-errors.ts';
import { AFTER } from '../plan/followable.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import type { ChannelParts } from './channel.ts';
import { createPlace } from './place.ts';
import { createStream, type Stream } from './stream.ts';
import { followUpstream, isRefusal } from './upstream.ts';

/** The way a channel follows its subgraph, through changes of the plan. */
export type Following = {
  /** Goes over to another plan: upstream nothing happens when the subgraph is asked the same; whether it is. */
  adopt(next: PlannedOperation): boolean;
  /** Subscribes anew, and lets the one before go when the new one has brought something. */
  renew(): void;
  /** Whether a feed has been dropped and goes on from a cursor when its subgraph is back: what comes then may be old. */
  readonly isBehind: boolean;
  stop(): void;
};

export type FollowingOptions = {
  planned: PlannedOperation;
  /** Where a feed begins. */
  after: unknown;
  /** Read anew each time the subgraph is subscribed to. */
  request: () => Omit<OperationRequest, 'signal'>;
  /** When the token in whose name it is asked now expires, in milliseconds as `Date.now()` tells them. */
  expiresAt: () => number;
  /** The cursor that a feed without `after` begins after, when its subgraph tells it. */
  onBegin: (cursor: unknown) => void;
  /** An event, and the newest plan that asks its subgraph what it answers. The next one is read when this has resolved. */
  onEvent: (event: ExecutionResult, planned: () => PlannedOperation) => Promise<void> | undefined;
  /** The subscription is complete, or its subgraph could not be reached at the start. */
  onEnd: (errors?: readonly GraphQLError[]) => void;
};

/**
 * Where there is no cursor to resume from, two streams run side by side for so long: the first one's last and
 * the other's first events are in both.
 */
const OVERLAP_MS = 1_000;
/** After so many items beside it a stream that has brought nothing is begun again, from where the other is. */
const OVERLAP_ITEMS = 1_000;

/** So many times as long as one may take to be opened: who has not said no by then has taken it up. */
const TAKEN_UP = 2.5;

/**
 * Follows one stream. Another plan's begins beside it and takes over when it has brought something, so that a
 * subgraph that is away, or does not know yet what it is asked, takes nothing away: a live value's with its snapshot;
 * a feed's with the first item after the last cursor, of which those that have come are left out; one without
 * cursors, and a feed that has none yet, after a second in which both run. One that stays quiet takes over when it
 * has lasted so long that its subgraph must have taken it up; but a live value, which always begins with its state.
 */
export const createFollowing = (
  parts: Pick<ChannelParts, 'executor' | 'log' | 'backoff' | 'firstWithinMs' | 'rollOutMs'>,
  { planned: first, after, request, expiresAt, onBegin, onEvent, onEnd }: FollowingOptions,
): Following => {
  const { executor, firstWithinMs = 5_000, ...patience } = parts;
  const { kind } = first.subscription!.field;
  const place = createPlace(kind, after);
  let begun = false;
  let stopped = false;
  let next: Stream | null = null;
  /** The newest plan. */
  let wanted = first;
  /** Whether the next one has left and is to be begun again. */
  let isPausing = false;
  let handingOver: NodeJS.Timeout | undefined;
  /** The event of an unmarked stream that is being passed on. */
  let passing: Promise<void> | null = null;

  const follow = (stream: Stream): void => {
    const { signal } = stream.leaving;
    /** Of the token that it was opened with: a fresh one may have come since. */
    let expiry = Number.POSITIVE_INFINITY;
    const open = async () => {
      stream.from = place.after;
      if (stream === next && kind === 'feed') stream.seen = new Set();
      const { variables, headers } = request();
      expiry = expiresAt();
      const asking = kind === 'feed' && stream.from === undefined ? { ...headers, 'x-feed-begin': '1' } : headers;
      const asked = { headers: asking, signal, variables: { ...variables, [AFTER]: stream.from } };
      const opened = await executor.subscribe(stream.planned, asked);
      if (stream === next && kind !== 'live') takeOverIn(TAKEN_UP * firstWithinMs, stream);
      return opened;
    };
    const onDrop = (wasTakenUp: boolean): void => {
      stream.isDown = true;
      if (stream.followsEnd) return void end();
      if (stream === next) clearTimeout(handingOver);
      // Nothing but its end ends it then.
      begun ||= wasTakenUp;
    };
    const onBeginOf = (cursor: unknown): void => {
      stream.begin = cursor;
      if (stream === current) beginAt(cursor);
    };
    const isPresent = (): boolean => stream === current;
    const isNew = (): boolean => !begun && isPresent();
    const onArrival = (event: ExecutionResult) => arrive(stream, event);
    followUpstream({
      ...patience,
      open,
      isNew,
      isPresent,
      hasExpired: () => expiry <= Date.now(),
      onBegin: onBeginOf,
      onEvent: onArrival,
      onDrop,
      signal,
      firstWithinMs,
    }).then(
      () => {
        if (stream === current) endOrTakeOver();
        // A replica that is stopped may leave so: the present one goes on.
        else if (stream === next) {
          dropNext();
          isPausing = true;
          handingOver = setTimeout(beginNext, firstWithinMs);
        }
      },
      (error: Error) => {
        if (stream !== current || signal.aborted) return;
        if (next) takeOver();
        else end(unreachable(stream.planned, error));
      },
    );
  };
  const beginAt = (cursor: unknown): void => {
    begun = true;
    place.after ??= cursor;
    onBegin(cursor);
    keepUp();
  };
  const end = (errors?: readonly GraphQLError[]): void => {
    if (stopped) return;
    stop();
    onEnd(errors);
  };
  const stop = (): void => {
    stopped = true;
    dropNext();
    current.leaving.abort();
  };
  /**
   * What is complete here may go on elsewhere, when another plan asks another subgraph, or another replica of the same; but where the same subgraph
   * cannot be asked what the other plan asks, nothing else goes on.
   */
  const endOrTakeOver = (): void => {
    if (isPausing) beginNext();
    if (!next) return void end();
    next.followsEnd = next.planned.subscription!.subgraph === current.planned.subscription!.subgraph;
    if (next.followsEnd && next.isDown) end();
    else takeOver();
  };
  const beginNext = (): void => {
    dropNext();
    if (stopped) return;
    next = createStream(wanted);
    follow(next);
  };
  const dropNext = (): void => {
    clearTimeout(handingOver);
    isPausing = false;
    next?.leaving.abort();
    next = null;
  };
  const takeOver = (): void => {
    clearTimeout(handingOver);
    current.leaving.abort();
    current = next!;
    next = null;
    place.handOver();
    if (current.begin !== undefined && place.after === undefined) beginAt(current.begin);
  };
  /** Begins the next one again where it could not say what it lacks: it had no cursor yet, or too much has come since. */
  const keepUp = (): void => {
    if (!next?.seen || place.after === undefined) return;
    if (next.from === undefined || next.seen.size >= OVERLAP_ITEMS) beginNext();
  };
  const takeOverIn = (ms: number, stream: Stream): void => {
    clearTimeout(handingOver);
    handingOver = setTimeout(takeOverInTurn, ms, stream);
  };
  /** What was read of the present one is passed on first. */
  const takeOverInTurn = (stream: Stream): void => {
    if (stream !== next) return;
    if (passing) void passing.then(() => setImmediate(takeOverInTurn, stream));
    else takeOver();
  };
  const arrive = (stream: Stream, event: ExecutionResult): Promise<void> | undefined => {
    stream.isDown = false;
    stream.followsEnd = false;
    const position = stream.planned.subscription!.positionOf(event);
    if (stream === next) return arriveNext(stream, event, position);
    if (stream !== current) return undefined;
    begun = true;
    if (stream.seen?.has(position)) return undefined;
    stream.seen = null;
    if (!place.pass(position)) return undefined;
    if (position !== undefined) next?.seen?.add(position);
    const given = onEvent(event, () => stream.planned);
    keepUp();
    if (kind === 'stream' && given) {
      const own = given.then(() => {
        if (passing === own) passing = null;
      });
      passing = own;
    }
    return given;
  };
  const arriveNext = async (stream: Stream, event: ExecutionResult, position: unknown): Promise<void> => {
    const isAlone = current.isDown || isRefusal(event);
    if (kind === 'live' && !isAlone && place.isOlder(position)) return;
    if (kind === 'stream' && !isAlone) {
      if (!stream.hasCome) takeOverIn(OVERLAP_MS, stream);
      stream.hasCome = true;
      return;
    }
    // What is on its way over the present one comes first; then there is a cursor, and this one is begun again.
    if (kind === 'feed' && !isAlone && stream.from === undefined)
      await wait(OVERLAP_MS, undefined, { signal: stream.leaving.signal }).catch(() => {});
    if (stream !== next) return;
    takeOver();
    await arrive(stream, event);
  };
  let current = createStream(first);
  follow(current);
  return {
    get isBehind() {
      return kind === 'feed' && current.isDown && place.after !== undefined;
    },
    adopt: (planned) => {
      wanted = planned;
      const isSame = asksTheSame(current.planned, planned);
      if (isSame) current.planned = planned;
      if (next && asksTheSame(next.planned, planned)) next.planned = planned;
      else if (isSame) dropNext();
      else beginNext();
      return isSame;
    },
    renew: () => {
      if (!next) beginNext();
    },
    stop,
  };
};

const asksTheSame = ({ subscription: a }: PlannedOperation, { subscription: b }: PlannedOperation): boolean =>
  a!.subgraph === b!.subgraph && a!.query === b!.query;

const unreachable = ({ subscription, clientKey }: PlannedOperation, error: Error): GraphQLError[] =>
  failedFetch(subscription!.subgraph, error, [[]], [String(clientKey(subscription!.key))]);
