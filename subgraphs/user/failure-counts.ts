import { FailuresDocument } from '#schema/store/failures.ts';

/** How often something failed, and for how long that counts. */
export type FailureCount = { count: number; resetsInMs: number };

/** This process's own count of failures, for when the store's cannot be had. */
export type FailureCounts = {
  /** Adds one. */
  add: (key: string) => FailureCount;
  /** Zero for what has not failed. */
  of: (key: string) => FailureCount;
};

/** So many subjects are known at most; the oldest are forgotten first. */
const SUBJECTS = 20_000;

export const createFailureCounts = (now: () => Date): FailureCounts => {
  const counts = new Map<string, { count: number; resetsAt: number }>();
  const current = (key: string) => {
    const known = counts.get(key);
    return known && known.resetsAt > now().getTime() ? known : { count: 0, resetsAt: now().getTime() + FailuresDocument.ttlMs };
  };
  const asCount = ({ count, resetsAt }: { count: number; resetsAt: number }): FailureCount => ({
    count,
    resetsInMs: resetsAt - now().getTime(),
  });
  return {
    of: (key) => asCount(current(key)),
    add: (key) => {
      const { count, resetsAt } = current(key);
      const next = { count: count + 1, resetsAt };
      if (count === 0) counts.delete(key);
      counts.set(key, next);
      if (counts.size > SUBJECTS) counts.delete(counts.keys().next().value as string);
      return asCount(next);
    },
  };
};
