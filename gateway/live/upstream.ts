import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { type Backoff, backoffMs } from '#kit/backoff.ts';
import type { Log } from '#kit/log.ts';
import type { Place } from './place.ts';

export type UpstreamOptions = {
  /** Subscribes at the subgraph; a feed begins after `after`. Rejects when the subgraph cannot be reached. */
  open: (after: unknown) => Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** The version or cursor of an event. */
  positionOf: (event: ExecutionResult) => unknown;
  place: Place;
  /** Whether the token in whose name it is asked has expired: a refusal for that is not its end, for a fresh one may come. */
  hasExpired?: () => boolean;
  /** The next event is read when this has resolved. */
  onEvent: (event: ExecutionResult) => Promise<void> | undefined;
  /** Called with the cursor that a feed begins after, when its subgraph tells it. */
  onBegin?: (cursor: unknown) => void;
  /** Called whenever the subgraph has been subscribed to. */
  onOpen?: () => void;
  signal: AbortSignal;
  log: Log;
  backoff?: Backoff;
  /** Milliseconds within which an event must come, or an attempt last: the subgraph has then taken it up, and nothing but its end ends it. */
  firstWithinMs?: number;
};

const TRANSIENT = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']);

/**
 * Follows a subscription at its subgraph until it completes, is refused, or `signal` aborts. A dropped one is begun again with
 * backoff: a live value with its snapshot, of which only newer versions are passed on; a feed after its last cursor (spec §3).
 *
 * @throws the subgraph's failure when it cannot be reached within `firstWithinMs` from the start
 */
export const followUpstream = async (options: UpstreamOptions): Promise<void> => {
  const { place, signal, log, firstWithinMs = 5_000, backoff = { firstMs: 100, capMs: 5_000 } } = options;
  const deadline = Date.now() + firstWithinMs;
  let failures = 0;
  while (!signal.aborted) {
    const tried = Date.now();
    try {
      return await followOnce(options, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted) return;
      if (Date.now() - tried >= firstWithinMs) place.begun = true;
      if (!place.begun && Date.now() >= deadline) throw error;
      failures++;
      log.warn({ err: error, failures }, 'a subscription upstream dropped; it is begun again');
      await wait(backoffMs(backoff, failures), undefined, { signal }).catch(() => {});
    }
  }
};

const followOnce = async (
  { open, onOpen, onBegin, onEvent, positionOf, place, hasExpired, signal }: UpstreamOptions,
  onLife: () => void,
): Promise<void> => {
  const opened = await open(place.after);
  const stream = Symbol.asyncIterator in opened ? opened : single(opened);
  const iterator = stream[Symbol.asyncIterator]();
  const leave = (): void => void iterator.return?.()?.catch(() => {});
  signal.addEventListener('abort', leave, { once: true });
  try {
    if (signal.aborted) return leave();
    onOpen?.();
    for (let step = await iterator.next(); !step.done && !signal.aborted; step = await iterator.next()) {
      if (place.begun && isTransientRefusal(step.value, hasExpired?.() ?? false)) throw new Error(step.value.errors?.[0]?.message);
      place.begun = true;
      onLife();
      const begin = beginOf(step.value);
      if (begin !== undefined) {
        place.after ??= begin;
        onBegin?.(begin);
      } else if (place.pass(positionOf(step.value))) await onEvent(step.value);
    }
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

/** What a subgraph says first of a feed that is to begin now (`x-feed-begin`). */
const beginOf = ({ data, errors, extensions }: ExecutionResult): unknown => (data === undefined && !errors ? extensions?.begin : undefined);

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}

const isTransientRefusal = ({ data, errors }: ExecutionResult, hasExpired: boolean): boolean => {
  const isTransient = (code: unknown): boolean => TRANSIENT.has(String(code)) || (hasExpired && code === 'UNAUTHENTICATED');
  return data === undefined && !!errors?.length && errors.every(({ extensions }) => isTransient(extensions?.code));
};
