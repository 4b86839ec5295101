import type { LiveKind } from '../subscription-fields.ts';

/** How far a subscription has come; outlives its upstreams. */
export type Place = {
  /** The cursor of a feed's last item, or where it is to begin. */
  after: unknown;
  /** Whether an event with this position is to be passed on; notes that it was. */
  pass(position: unknown): boolean;
  /** Another upstream begins beside the one that goes on: what both bring is passed on once. */
  overlap(): void;
  /** How many items have come since then. */
  readonly overlapped: number;
  /** The other takes over. A state of the same version is passed on once more: it may have what the one before could not tell. */
  handOver(): void;
};

/** @param firstAfter where a feed begins; undefined: from now */
export const createPlace = (kind: LiveKind['kind'], firstAfter: unknown): Place => {
  let version: number | undefined;
  let takesSame = false;
  let seen: Set<unknown> | null = null;
  let overlaps = false;
  const passLive = (position: unknown): boolean => {
    const next = Number(position);
    if (version !== undefined && (takesSame ? next < version : next <= version)) return false;
    version = next;
    takesSame = false;
    return true;
  };
  const place: Place = {
    after: firstAfter,
    overlap: () => {
      seen = new Set();
      overlaps = true;
    },
    get overlapped() {
      return seen?.size ?? 0;
    },
    handOver: () => {
      overlaps = false;
      takesSame = true;
    },
    pass: (position) => {
      if (position === undefined || position === null || kind === 'stream') return true;
      if (kind === 'live') return passLive(position);
      if (seen?.has(position)) return false;
      if (overlaps) seen?.add(position);
      else seen = null;
      place.after = position;
      return true;
    },
  };
  return place;
};
