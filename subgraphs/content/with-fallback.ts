import { failureText } from '#kit/failure-text.ts';
import type { Log } from '#kit/log.ts';
import type { ImageProvider } from './image-provider.ts';

/** What is left of a job's time for `second` to make all of its pictures. */
const RESERVE_MS = 60_000;

/**
 * `first`, or `second` when that fails, is open-circuited, or would leave too little of the job's time (spec §5 Content); each picture
 * tells whose it is. Rejects when `signal` aborts, and with the second's error. Closing it closes both.
 */
export const withFallback = (first: ImageProvider, second: ImageProvider, { log, now }: { log: Log; now: () => Date }): ImageProvider => ({
  name: first.name,
  render: async (request, signal, deadline) => {
    const left = deadline === undefined ? Number.POSITIVE_INFINITY : deadline.getTime() - RESERVE_MS - now().getTime();
    const late = left > 0 ? lateAfter(left) : AbortSignal.abort(new Error('There is no time left for it.'));
    try {
      late.throwIfAborted();
      return await first.render(request, AbortSignal.any([signal, late]), deadline);
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ provider: first.name, reason: failureText(error) }, `a picture comes from ${second.name}`);
      return second.render(request, signal, deadline);
    }
  },
  close: async () => {
    await first.close();
    await second.close();
  },
});

const lateAfter = (ms: number): AbortSignal => (Number.isFinite(ms) ? AbortSignal.timeout(ms) : new AbortController().signal);
