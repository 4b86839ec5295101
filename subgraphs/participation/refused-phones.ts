/** Phone numbers whose entries were refused of late because they take part already. What is kept of one is its keyed hash. */
export type RefusedPhones = {
  note: (hash: string) => void;
  /** Seconds until this number may try again; null when it may now. */
  retryAfter: (hash: string) => number | null;
};

const WINDOW_MS = 60_000;
/** Refusals of one number within a minute; then nothing is answered about it any more. */
export const MOST_REFUSALS = 30;
/** So many numbers are known at most; the oldest are forgotten first. */
const PHONES = 20_000;

/** Counts in this process alone, so that the usual entry costs nothing. */
export const createRefusedPhones = (now: () => Date): RefusedPhones => {
  const known = new Map<string, { count: number; endsAt: number }>();
  const current = (hash: string) => {
    const found = known.get(hash);
    return found && found.endsAt > now().getTime() ? found : null;
  };
  return {
    note: (hash) => {
      const found = current(hash);
      if (found) {
        found.count += 1;
        return;
      }
      known.delete(hash);
      known.set(hash, { count: 1, endsAt: now().getTime() + WINDOW_MS });
      if (known.size > PHONES) known.delete(known.keys().next().value as string);
    },
    retryAfter: (hash) => {
      const found = current(hash);
      return found && found.count >= MOST_REFUSALS ? Math.max(1, Math.ceil((found.endsAt - now().getTime()) / 1_000)) : null;
    },
  };
};
