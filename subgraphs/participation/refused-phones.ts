import { PhoneRefusalsDocument } from '#schema/store/phone-refusals.ts';

/** Phone numbers whose entries were refused of late because they take part already. What is kept of one is its keyed hash. */
export type RefusedPhones = {
  /** A refusal, and what all replicas have counted with it; null when nobody knows. */
  note: (hash: string, everywhere: { count: number; resetsInMs: number } | null) => void;
  /** Milliseconds until this number may try again; null when it may now. */
  refusedFor: (hash: string) => number | null;
};

const WINDOW_MS = PhoneRefusalsDocument.ttlMs;
/** Refusals of one number within a minute; then nothing is answered about it any more. */
export const MOST_REFUSALS = 30;
/** So many numbers are known at most; the oldest are forgotten first. */
const PHONES = 20_000;

/** What this process knows of the count, so that the usual entry costs nothing: a refusal alone asks the store. */
export const createRefusedPhones = (now: () => Date): RefusedPhones => {
  const known = new Map<string, { count: number; endsAt: number }>();
  const current = (hash: string) => {
    const found = known.get(hash);
    return found && found.endsAt > now().getTime() ? found : null;
  };
  return {
    note: (hash, everywhere) => {
      const found = current(hash);
      if (found) {
        found.count = Math.max(found.count, everywhere?.count ?? found.count + 1);
        return;
      }
      known.delete(hash);
      known.set(hash, { count: everywhere?.count ?? 1, endsAt: now().getTime() + (everywhere?.resetsInMs ?? WINDOW_MS) });
      if (known.size > PHONES) known.delete(known.keys().next().value as string);
    },
    refusedFor: (hash) => {
      const found = current(hash);
      return found && found.count >= MOST_REFUSALS ? found.endsAt - now().getTime() : null;
    },
  };
};
