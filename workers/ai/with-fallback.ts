import { failureText } from '#kit/failure-text.ts';
import type { Log } from '#kit/log.ts';
import type { PlanProvider } from './plan-provider.ts';

/** What is left of a request's time for the fall-back, the check and the saving. */
const RESERVE_MS = 10_000;

/**
 * `first`, or `second` when that fails, is open-circuited, or has not answered shortly before the request's deadline (spec §5 AI); the plans' `source`
 * tells whose they are. Rejects when `signal` aborts, and with the second's error.
 */
export const withFallback = (first: PlanProvider, second: PlanProvider, { log, now }: { log: Log; now: () => Date }): PlanProvider => ({
  name: first.name,
  plan: async (request, signal) => {
    const left = request.deadline.getTime() - RESERVE_MS - now().getTime();
    const late = left > 0 ? AbortSignal.timeout(left) : AbortSignal.abort(new Error('There is no time left for it.'));
    try {
      return await first.plan(request, AbortSignal.any([signal, late]));
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ provider: first.name, reason: failureText(error) }, `plans come from ${second.name}`);
      return second.plan(request, signal);
    }
  },
});
