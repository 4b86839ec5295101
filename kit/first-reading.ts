import { backoffMs } from './backoff.ts';
import { CodedError } from './errors.ts';
import type { Live } from './live.ts';
import type { Ringing } from './ringing.ts';

export type FirstReading<Value> = {
  /** Null: not there, or not yet. */
  read: () => Promise<Value | null>;
  /** How long to wait for what is not there yet; 0 by default. */
  waitForMs?: number;
  /** The error when it is not there then; `EVENT_001` by default. */
  missing?: () => Error;
};

const FAILURE = { firstMs: 50, capMs: 1_000 };
const FAILING_MS = 5_000;

/**
 * The reading that a subscription begins with. Waits up to `waitForMs` for what is not there yet, and up to 5 s for a database that does
 * not answer. A CodedError passes at once. Who leaves meanwhile (`left`) is waited for no more: then it is missing.
 */
export const firstReading = async <Value>(
  source: FirstReading<Value>,
  live: Pick<Live, 'rereadMs'>,
  ringing: Ringing,
  left?: AbortSignal,
): Promise<Value> => {
  const leave = (): void => ringing.stop();
  if (left?.aborted) leave();
  left?.addEventListener('abort', leave, { once: true });
  try {
    return await readUntilThere(source, live, ringing);
  } finally {
    left?.removeEventListener('abort', leave);
  }
};

const readUntilThere = async <Value>(
  { read, waitForMs = 0, missing = () => new CodedError('EVENT_001') }: FirstReading<Value>,
  { rereadMs }: Pick<Live, 'rereadMs'>,
  ringing: Ringing,
): Promise<Value> => {
  const begun = performance.now();
  for (let failures = 0; ; ) {
    if (ringing.stopped) throw missing();
    ringing.heard();
    try {
      const value = await read();
      if (value !== null) return value;
      failures = 0;
      const left = begun + waitForMs - performance.now();
      if (left <= 0) throw missing();
      await ringing.wait(Math.min(left, rereadMs));
    } catch (error) {
      const waited = performance.now() - begun;
      if (error instanceof CodedError || waited > Math.max(FAILING_MS, waitForMs)) throw error;
      await ringing.rest(backoffMs(FAILURE, ++failures));
    }
  }
};
