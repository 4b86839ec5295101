import type { Payload } from './payload.ts';

/** The last items of a feed, so that who comes later or comes back needs no feed of its own. */
export type History = {
  push(payload: Payload): void;
  /** The cursor of the newest item, or the one that it begins after; undefined when that is not known. */
  readonly newest: unknown;
  /** Learns the begin, if it had none and there was nothing yet. */
  beginsAfter(cursor: unknown): void;
  /** The items after a cursor, in order; null when the feed does not know the cursor (any more). */
  after(cursor: unknown): readonly Payload[] | null;
};

const KEPT_ITEMS = 200;
const KEPT_BYTES = 256 * 1024;

/** @param begin the cursor that the feed itself began after; undefined when it began with what was new */
export const createHistory = (begin: unknown, { items = KEPT_ITEMS, bytes = KEPT_BYTES } = {}): History => {
  const kept: Payload[] = [];
  let keptBytes = 0;
  let start = begin;
  const dropOldest = (): void => {
    const oldest = kept.shift()!;
    keptBytes -= oldest.text.length;
    start = oldest.position ?? start;
  };
  return {
    get newest() {
      return kept.findLast(({ position }) => position !== undefined)?.position ?? start;
    },
    beginsAfter: (cursor) => {
      if (kept.length === 0) start ??= cursor;
    },
    push: (payload) => {
      kept.push(payload);
      keptBytes += payload.text.length;
      while (kept.length > items || keptBytes > bytes) dropOldest();
    },
    after: (cursor) => {
      if (cursor === undefined || cursor === null) return null;
      if (cursor === start) return [...kept];
      const index = kept.findLastIndex(({ position }) => position === cursor);
      return index < 0 ? null : kept.slice(index + 1);
    },
  };
};
