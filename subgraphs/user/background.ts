import type { Log } from '#kit/log.ts';

/** Work that no answer waits for. */
export type Background = {
  /** Begins `work` and returns at once; what it throws is logged. */
  run: (what: string, work: () => Promise<void>) => void;
  /** Resolves when all that was begun has ended. */
  settled: () => Promise<void>;
};

export const createBackground = (log: Log): Background => {
  const pending = new Set<Promise<void>>();
  return {
    run: (what, work) => {
      const running = Promise.resolve()
        .then(work)
        .catch((error: unknown) => log.error({ err: error }, `${what} failed`))
        .finally(() => pending.delete(running));
      pending.add(running);
    },
    settled: async () => void (await Promise.all(pending)),
  };
};
