import type { LiveKind } from '../subscription-fields.ts';

/** How far a subscription has come; outlives its upstreams. */
export type Place = {
  /** Something has come. */
  begun: boolean;
  /** The cursor of a feed's last item, or where it is to begin. */
  after: unknown;
  /** Whether an event with this position is to be passed on; notes that it was. */
  pass(position: unknown): boolean;
  /** Two upstreams run side by side for a moment: what both bring is passed on once. */
  overlap(): void;
};

const OVERLAP_ITEMS = 100;

/** @param firstAfter where a feed begins; undefined: from now */
export const createPlace = (kind: LiveKind['kind'], firstAfter: unknown): Place => {
  let version: number | undefined;
  let seen: Set<unknown> | null = null;
  const passLive = (position: unknown): boolean => {
    if (version !== undefined && Number(position) <= version) return false;
    version = Number(position);
    return true;
  };
  const place: Place = {
    begun: false,
    after: firstAfter,
    overlap: () => {
      seen = new Set();
    },
    pass: (position) => {
      if (position === undefined || position === null || kind === 'stream') return true;
      if (kind === 'live') return passLive(position);
      if (seen?.has(position)) return false;
      if (seen && seen.size < OVERLAP_ITEMS) seen.add(position);
      else seen = null;
      place.after = position;
      return true;
    },
  };
  return place;
};
