import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, FrontEnd } from './front-end.ts';
import type { History } from './history.ts';
import type { Random } from './random.ts';

/** What everybody who uses Madang during a run shares. */
export type Load = {
  frontEnd: FrontEnd;
  gateways: readonly [string, string];
  history: History;
  random: Random;
  /** Events that take entries; the first one does so for the whole run. */
  open: string[];
  /** Aborted when nothing new is begun any more. */
  stopping: AbortSignal;
  /** A number that nobody else in the run has. */
  next: () => number;
};

const RETRY_MS = 400;
const RETRIES_MS = 120_000;

/** Waits, shorter when the load ends. */
export const rest = (load: Load, ms: number): Promise<unknown> => pause(ms, undefined, { signal: load.stopping }).catch(() => {});

/** Sends again what has no answer that tells, and what came too early or too often, as people do; gives up after two minutes. */
export const persist = async (attempt: () => Promise<Answer>, tooEarly: readonly string[] = []): Promise<Answer> => {
  const deadline = performance.now() + RETRIES_MS;
  for (;;) {
    const answer = await attempt();
    const again = answer.outcome === 'unknown' || [...tooEarly, 'RATE_LIMITED'].includes(answer.code ?? '');
    if (!again || performance.now() > deadline) return answer;
    await pause(RETRY_MS);
  }
};

/** Lets callers through so many a second; those that were held up by something else catch up. */
export const createPace = (perSecond: number): (() => Promise<void>) => {
  const begun = performance.now();
  let passed = 0;
  return async () => {
    const due = begun + (1_000 * passed++) / perSecond;
    const early = due - performance.now();
    if (early > 0) await pause(early);
  };
};
