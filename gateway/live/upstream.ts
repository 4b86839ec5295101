import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { type Backoff, backoffMs } from '#kit/backoff.ts';
import type { Log } from '#kit/log.ts';
import { NeverOpened } from '../sources/fault.ts';
import { beginOf } from '../sources/read-result.ts';

export type UpstreamOptions = {
  /** Subscribes at the subgraph. Rejects when it cannot be reached. */
  open: () => Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** Whether nothing has come yet, from here or elsewhere: then any refusal is its end, and so is a subgraph that stays away. */
  isNew: () => boolean;
  /** Whether it is the one that is passed on: one beside it ends nothing because it is not understood. */
  isPresent: () => boolean;
  /** Whether the token in whose name it was opened has expired: a refusal for that is not its end, for a fresh one has come or may come. */
  hasExpired: () => boolean;
  /** The next event is read when this has resolved. */
  onEvent: (event: ExecutionResult) => Promise<void> | undefined;
  /** Called with the cursor that a feed begins after, when its subgraph tells it. */
  onBegin: (cursor: unknown) => void;
  /** Called when it has dropped; whether its subgraph must have taken it up, so long did it last. */
  onDrop: (wasTakenUp: boolean) => void;
  signal: AbortSignal;
  log: Log;
  backoff?: Backoff;
  /** Milliseconds within which a new one must have been taken up. */
  firstWithinMs: number;
  /** Milliseconds for which a subgraph may not understand what it once did. */
  rollOutMs?: number;
};

/** Codes of refusals that are over some time. */
const TRANSIENT: ReadonlySet<unknown> = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']);
/** Codes of what a subgraph does not understand: while one is rolled out, older replicas do not know what newer ones do. */
const NOT_UNDERSTOOD: ReadonlySet<unknown> = new Set([
  undefined,
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);

/**
 * Follows a subscription at its subgraph until it completes, is refused, or `signal` aborts. A dropped one is begun again with
 * backoff (spec §3), and so is one that is refused for something that passes.
 *
 * @throws the subgraph's failure when a new one cannot be reached within `firstWithinMs` from the start
 */
export const followUpstream = async (options: UpstreamOptions): Promise<void> => {
  const { signal, log, isNew, isPresent, onDrop, firstWithinMs, rollOutMs = 300_000, backoff = { firstMs: 100, capMs: 5_000 } } = options;
  const deadline = Date.now() + firstWithinMs;
  let failures = 0;
  let failingSince = Date.now();
  while (!signal.aborted) {
    const tried = Date.now();
    try {
      return await followOnce(options, {
        isLastWord: () => isPresent() && Date.now() - failingSince > rollOutMs,
        onLife: () => {
          failingSince = Date.now();
        },
      });
    } catch (error) {
      if (signal.aborted) return;
      const wasTakenUp = Date.now() - tried >= firstWithinMs && !(error instanceof NeverOpened);
      onDrop(wasTakenUp);
      if (isNew() && Date.now() >= deadline) throw error;
      if (wasTakenUp) [failures, failingSince] = [0, Date.now()];
      failures++;
      log.warn({ err: error, failures }, 'a subscription upstream dropped; it is begun again');
      await wait(backoffMs(backoff, failures), undefined, { signal }).catch(() => {});
    }
  }
};

/**
 * @param isLastWord whether what the subgraph does not understand now it never will
 * @param onLife called when the subgraph has understood
 */
const followOnce = async (
  { open, onBegin, onEvent, isNew, hasExpired, signal }: UpstreamOptions,
  { isLastWord, onLife }: { isLastWord: () => boolean; onLife: () => void },
): Promise<void> => {
  const opened = await open();
  const stream = Symbol.asyncIterator in opened ? opened : single(opened);
  const iterator = stream[Symbol.asyncIterator]();
  const leave = (): void => void iterator.return?.()?.catch(() => {});
  signal.addEventListener('abort', leave, { once: true });
  let isFirst = true;
  const isOverSoon = ({ extensions }: GraphQLError): boolean => {
    const code = extensions?.code;
    return TRANSIENT.has(code) || (code === 'UNAUTHENTICATED' && hasExpired()) || (isFirst && NOT_UNDERSTOOD.has(code) && !isLastWord());
  };
  try {
    if (signal.aborted) return;
    for (let step = await iterator.next(); !step.done && !signal.aborted; step = await iterator.next()) {
      const { value: event } = step;
      if (isRefusal(event) && !isNew() && event.errors?.every(isOverSoon)) throw new Error(event.errors[0]?.message);
      isFirst = false;
      onLife();
      const begin = beginOf(event);
      if (begin === undefined) await onEvent(event);
      else onBegin(begin);
    }
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
};

/** Whether a subgraph does not take a subscription up, or does not go on with it. */
export const isRefusal = ({ data, errors }: ExecutionResult): boolean => data === undefined && !!errors?.length;

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}
