import type { GraphQLResolveInfo } from 'graphql';
import { backoffMs } from './backoff.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import { CodedError } from './errors.ts';
import { type FirstReading, firstReading } from './first-reading.ts';
import type { Log } from './log.ts';
import { openRinging, type Ringing } from './ringing.ts';
import { stoppable } from './stoppable.ts';
import { caused } from './telemetry/cause.ts';
import { inSpan } from './telemetry/in-span.ts';

/** What live values and feeds run on; `ctx.live` of every service. Times in milliseconds. */
export type Live = {
  doorbell: Doorbell;
  clock: () => Date;
  log: Log;
  /** At most one reading, and so one message, a subscription in this time. */
  conflationMs: number;
  /** How long a lost ring can delay a message. */
  rereadMs: number;
};

export type LiveOptions = Pick<Live, 'doorbell' | 'clock' | 'log'> & Partial<Pick<Live, 'conflationMs' | 'rereadMs'>>;

/** Conflation is 100 ms and the slow re-read 5 s by default (spec §3). */
export const createLive = ({ conflationMs = 100, rereadMs = 5_000, ...options }: LiveOptions): Live => ({
  ...options,
  conflationMs,
  rereadMs,
});

/** A field of the subscription type, as graphql-js takes it. */
export type SubscriptionField<Context, Args, Value> = {
  subscribe: (parent: unknown, args: Args, context: Context, info: GraphQLResolveInfo) => Promise<AsyncGenerator<Value, void, void>>;
  resolve: (value: Value) => Value;
};

/** The source of a subscription: like a resolver. What it throws or rejects with is the answer to the subscription. */
export type SourceOf<Context, Args, Source> = (
  parent: unknown,
  args: Args,
  context: Context,
  info: GraphQLResolveInfo,
) => Source | Promise<Source>;

/** Where a live value comes from. `read` gives the whole state; null for what is not there (yet), a CodedError for what the client may not have. */
export type LiveSource<Value> = FirstReading<Value> & {
  /** Rung after each change. */
  bells: readonly string[];
  /** Grows with each change; the value's `version` by default. */
  version?: (value: Value) => number;
  /** After this value the subscription completes; never by default. */
  isFinal?: (value: Value) => boolean;
  /** When time itself changes the value, without a ring; then it is read again. */
  changesAt?: (value: Value) => Date | null;
};

/**
 * A live value (spec §3): the first message is the present state, each later one a newer whole state, never an older or equal one.
 * Listens first, then reads. The first change goes out at once, then at most one message each `conflationMs`; the last state always
 * arrives, after `rereadMs` when its ring was lost. Completes after a final value, or when the value is gone.
 *
 * The subscription is refused with what `source` or its first `read` throws, and with `missing()` when there is nothing after
 * `waitForMs`, or when who asked leaves before. Later failures are logged and tried again. A consumer that asks late gets the newest state.
 */
export const liveValue = <Context extends { live: Live; signal?: AbortSignal }, Args, Value>(
  source: SourceOf<Context, Args, LiveSource<Value>>,
): SubscriptionField<Context, Args, Value> => ({
  subscribe: async (parent, args, context, info) => watch(context.live, await source(parent, args, context, info), context.signal),
  resolve: (value) => value,
});

/**
 * The states of a live value, from the present one on.
 *
 * @param left aborts when nobody waits for the first any more
 */
export const watch = async <Value>(
  live: Live,
  source: LiveSource<Value>,
  left?: AbortSignal,
): Promise<AsyncGenerator<Value, void, void>> => {
  const ringing = await openRinging(live.doorbell, source.bells, live.log);
  try {
    const first = await firstReading(source, live, ringing, left);
    return stoppable(states(live, source, ringing, first), ringing.stop);
  } catch (error) {
    ringing.stop();
    throw error;
  }
};

async function* states<Value>(live: Live, source: LiveSource<Value>, ringing: Ringing, first: Value): AsyncGenerator<Value, void, void> {
  let sentAt = 0;
  try {
    for (let state: Value | null = first; state !== null; state = await newer(live, source, ringing, state, sentAt)) {
      sentAt = performance.now();
      yield state;
      if (source.isFinal?.(state)) return;
    }
  } finally {
    ringing.stop();
  }
}

/** The next state with a greater version; null when there will be none. */
const newer = async <Value>(
  live: Live,
  source: LiveSource<Value>,
  ringing: Ringing,
  present: Value,
  sentAt: number,
): Promise<Value | null> => {
  const { log, conflationMs, rereadMs } = live;
  const version = versionOf(source, present);
  let readAt = sentAt;
  for (let failures = 0; ; ) {
    const pause = failures > 0 ? backoffMs({ firstMs: conflationMs, capMs: rereadMs }, failures) : untilReread(live, source, present);
    await ringing.wait(pause);
    await ringing.rest(readAt + conflationMs - performance.now());
    if (ringing.stopped) return null;
    const cause = ringing.heard();
    try {
      const value = await (cause ? inSpan({ name: 'read live value', parent: cause }, source.read) : source.read());
      if (ringing.stopped) return null;
      if (value === null || versionOf(source, value) > version) return caused(value, cause);
      failures = 0;
    } catch (error) {
      if (isRefusal(error)) return null;
      failures++;
      log.warn({ err: error, bells: source.bells }, 'a live value could not be read');
    }
    readAt = performance.now();
  }
};

const versionOf = <Value>(source: LiveSource<Value>, value: Value): number => {
  const version = source.version ? source.version(value) : (value as { version?: unknown }).version;
  if (typeof version !== 'number') throw new TypeError('A live value needs a version: a number that grows with each change.');
  return version;
};

const CLOCKS_APART_MS = 10_000;

/** A change that is due and does not show is waited for while clocks may differ, then left to the slow re-read. */
const untilReread = <Value>({ rereadMs, clock }: Live, source: LiveSource<Value>, present: Value): number => {
  const changesIn = (source.changesAt?.(present)?.getTime() ?? Number.POSITIVE_INFINITY) - clock().getTime();
  return Math.min(rereadMs * (1 - Math.random() / 4), changesIn < -CLOCKS_APART_MS ? rereadMs : changesIn);
};

const AWAY = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']);

const isRefusal = (error: unknown): boolean => error instanceof CodedError && !AWAY.has(error.code);
