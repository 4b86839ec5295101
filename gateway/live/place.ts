import type { LiveKind } from '../subscription-fields.ts';

/** How far a subscription has come; outlives its upstreams. */
export type Place = {
  /** The cursor of a feed's last item, or where it is to begin. */
  after: unknown;
  /** Whether an event with this position is to be passed on; notes that it was. */
  pass(position: unknown): boolean;
  /** Whether a live value has had a newer version. */
  isOlder(position: unknown): boolean;
  /**
   * Another upstream takes over: a state of the same version is passed on once more, for it may have what the one before could not tell.
   */
  handOver(): void;
};

/** @param firstAfter where a feed begins; undefined: from now */
export const createPlace = (kind: LiveKind['kind'], firstAfter: unknown): Place => {
  let version: number | undefined;
  let takesSame = false;
  const isOlder = (position: unknown): boolean => version !== undefined && Number(position) < version;
  const passLive = (position: unknown): boolean => {
    if (isOlder(position) || (Number(position) === version && !takesSame)) return false;
    version = Number(position);
    takesSame = false;
    return true;
  };
  const place: Place = {
    after: firstAfter,
    isOlder,
    handOver: () => {
      takesSame = true;
    },
    pass: (position) => {
      if (position === undefined || position === null || kind === 'stream') return true;
      if (kind === 'live') return passLive(position);
      place.after = position;
      return true;
    },
  };
  return place;
};
