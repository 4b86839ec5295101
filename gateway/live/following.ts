import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { OperationRequest } from '../execute/executor.ts';
import { failedFetch } from '../execute/fetch-errors.ts';
import { AFTER } from '../plan/followable.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import type { ChannelParts } from './channel.ts';
import { createPlace } from './place.ts';
import { followUpstream, isRefusal } from './upstream.ts';

/** The way a channel follows its subgraph, through changes of the plan. */
export type Following = {
  /** Goes over to another plan: upstream nothing happens when the subgraph is asked the same. */
  adopt(next: PlannedOperation): void;
  /** Subscribes anew, and lets the one before go when the new one has brought something. */
  renew(): void;
  /** Whether the subgraph has dropped it, and nothing has come since. */
  readonly isDown: boolean;
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
  /** An event, and the newest plan that asks its subgraph what it answers. The next one is read when this has resolved. */
  onEvent: (event: ExecutionResult, planned: () => PlannedOperation) => Promise<void> | undefined;
  /** The subscription is complete, or its subgraph could not be reached at the start. */
  onEnd: (errors?: readonly GraphQLError[]) => void;
};

/** Where there is no cursor to resume from, two streams run side by side for so long: the first one's last and the other's first events are in both. */
const OVERLAP_MS = 1_000;
/** After so many items beside it a stream that has brought nothing is begun again, from where the other is. */
const OVERLAP_ITEMS = 1_000;

type Stream = {
  planned: PlannedOperation;
  leaving: AbortController;
  /** The cursor that it was opened after; undefined: from now. */
  from: unknown;
  isDown: boolean;
  /** Whether it has brought something while another was passed on. */
  hasCome: boolean;
};

/**
 * Follows one stream. Another plan's begins beside it and takes over when it has brought something, so that a subgraph that is away, or does not know yet
 * what it is asked, takes nothing away: a live value's with its snapshot; a feed's with the first item after the last cursor, of which
 * those that have come are left out; one without cursors, and a feed that has none yet, after a second in which both run. One that stays quiet
 * takes over when it has lasted so long that its subgraph must have taken it up; but a live value, which always begins with its state.
 */
export const createFollowing = (
  {
    executor,
    log,
    backoff,
    firstWithinMs = 5_000,
    rollOutMs,
  }: Pick<ChannelParts, 'executor' | 'log' | 'backoff' | 'firstWithinMs' | 'rollOutMs'>,
  { planned: first, after, request, hasExpired, onBegin, onEvent, onEnd }: FollowingOptions,
): Following => {
  const { kind } = first.subscription!.field;
  const place = createPlace(kind, after);
  let begun = false;
  let next: Stream | null = null;
  let handingOver: NodeJS.Timeout | undefined;
  /** The event of an unmarked stream that is being passed on. */
  let passing: Promise<void> | null = null;

  const create = (planned: PlannedOperation): Stream => ({
    planned,
    leaving: new AbortController(),
    from: undefined,
    isDown: false,
    hasCome: false,
  });
  const follow = (stream: Stream): void => {
    const { signal } = stream.leaving;
    const open = async () => {
      stream.from = place.after;
      if (stream === next) place.overlap();
      const { variables, headers } = request();
      const asking = kind === 'feed' && stream.from === undefined ? { ...headers, 'x-feed-begin': '1' } : headers;
      const opened = await executor.subscribe(stream.planned, {
        headers: asking,
        signal,
        variables: { ...variables, [AFTER]: stream.from },
      });
      if (stream === next && kind !== 'live') takeOverIn(2 * firstWithinMs, stream);
      return opened;
    };
    const isNew = (): boolean => !begun && stream === current;
    const onDrop = (lastedMs: number): void => {
      stream.isDown = true;
      if (stream === next) clearTimeout(handingOver);
      // The subgraph had taken it up: nothing but its end ends it.
      if (lastedMs >= firstWithinMs) begun = true;
    };
    const begin = (cursor: unknown): void => {
      if (stream !== current) return;
      begun = true;
      place.after ??= cursor;
      onBegin(cursor);
      keepUp();
    };
    followUpstream({
      open,
      isNew,
      hasExpired,
      onBegin: begin,
      onEvent: (event) => arrive(stream, event),
      onDrop,
      signal,
      log,
      backoff,
      firstWithinMs,
      rollOutMs,
    }).then(
      () => signal.aborted || end(),
      (error: Error) => {
        if (signal.aborted) return;
        if (next) takeOver();
        else end(unreachable(stream.planned, error));
      },
    );
  };
  const end = (errors?: readonly GraphQLError[]): void => {
    stop();
    onEnd(errors);
  };
  const beginNext = (planned: PlannedOperation): void => {
    dropNext();
    next = create(planned);
    follow(next);
  };
  const dropNext = (): void => {
    clearTimeout(handingOver);
    next?.leaving.abort();
    next = null;
  };
  const takeOver = (): void => {
    clearTimeout(handingOver);
    current.leaving.abort();
    current = next!;
    next = null;
    place.handOver();
  };
  /** Begins the next one again where it could not say what it lacks: it had no cursor yet, or too much has come since. */
  const keepUp = (): void => {
    if (kind !== 'feed' || !next || place.after === undefined) return;
    if (next.from === undefined || place.overlapped >= OVERLAP_ITEMS) beginNext(next.planned);
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
    if (stream === next) return arriveNext(stream, event);
    if (stream !== current) return undefined;
    begun = true;
    if (!place.pass(stream.planned.subscription!.positionOf(event))) return undefined;
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
  const arriveNext = async (stream: Stream, event: ExecutionResult): Promise<void> => {
    const isAlone = current.isDown || isRefusal(event);
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
  const stop = (): void => {
    dropNext();
    current.leaving.abort();
  };
  let current = create(first);
  follow(current);
  return {
    get isDown() {
      return current.isDown;
    },
    adopt: (planned) => {
      const isSame = asksTheSame(current.planned, planned);
      if (isSame) current.planned = planned;
      if (next && asksTheSame(next.planned, planned)) next.planned = planned;
      else if (isSame) dropNext();
      else beginNext(planned);
    },
    renew: () => {
      if (!next) beginNext(current.planned);
    },
    stop,
  };
};

const asksTheSame = ({ subscription: a }: PlannedOperation, { subscription: b }: PlannedOperation): boolean =>
  a!.subgraph === b!.subgraph && a!.query === b!.query;

const unreachable = ({ subscription, clientKey }: PlannedOperation, error: Error): GraphQLError[] =>
  failedFetch(subscription!.subgraph, error, [[]], [String(clientKey(subscription!.key))]);
