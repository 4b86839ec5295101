import { backoffMs } from './backoff.ts';
import { beginsAfter } from './feed-begin.ts';
import { type FirstReading, firstReading } from './first-reading.ts';
import type { Live, SourceOf, SubscriptionField } from './live.ts';
import { openRinging, type Ringing } from './ringing.ts';
import { stoppable } from './stoppable.ts';
import { caused } from './telemetry/cause.ts';

/** Where a feed comes from. Items must become visible in the order of their cursors: one that commits late behind a greater cursor is lost. */
export type FeedSource<Item> = Pick<FirstReading<Item>, 'waitForMs' | 'missing'> & {
  /** Rung after each new item. */
  bells: readonly string[];
  /** The items behind `cursor` (null: from the beginning), in order, at most `limit`. A CodedError refuses the subscription. */
  readAfter: (cursor: string | null, limit: number) => Promise<readonly Item[]>;
  cursorOf: (item: Item) => string;
  /** The cursor of the newest item; when there is none, the one before the first, or null. */
  latest: () => Promise<string | null>;
  /** The cursor before the first item, if there is one. */
  beginning?: string;
  /** Where the client was; null or undefined: from now. */
  after?: string | null;
  /** Whether what the feed belongs to is there; waited for up to `waitForMs`. True by default. */
  exists?: () => Promise<boolean>;
  /** Items held at once; 100 by default. */
  limit?: number;
};

/**
 * A feed (spec §3): every item once, in order; `after` resumes without loss or repeat, without it the feed begins now. Listens first, then
 * reads. Holds one page and reads the next when the consumer has taken it, so a slow one costs no memory.
 *
 * The subscription is refused with what `source` or the first reading throws, and with `missing()` when `exists` is false for
 * `waitForMs`, or when who asked leaves before. Later failures are logged and tried again.
 */
export const feed = <Context extends { live: Live; signal?: AbortSignal }, Args, Item>(
  source: SourceOf<Context, Args, FeedSource<Item>>,
): SubscriptionField<Context, Args, Item> => ({
  subscribe: async (parent, args, context, info) => follow(context.live, await source(parent, args, context, info), context.signal),
  resolve: (item) => item,
});

type Page<Item> = { items: readonly Item[]; cursor: string | null };

const PAGE = 100;

/**
 * The items of a feed, from its cursor on.
 *
 * @param left aborts when nobody waits for its begin any more
 */
export const follow = async <Item>(live: Live, source: FeedSource<Item>, left?: AbortSignal): Promise<AsyncGenerator<Item, void, void>> => {
  const ringing = await openRinging(live.doorbell, source.bells, live.log);
  try {
    const first = await firstReading({ ...source, read: firstPage(source) }, live, ringing, left);
    return beginsAfter(stoppable(items(live, source, ringing, first), ringing.stop), first.cursor);
  } catch (error) {
    ringing.stop();
    throw error;
  }
};

/** Now is when the subscription began: an event that was not there yet is followed from its first item. */
const firstPage = <Item>({
  exists,
  after,
  latest,
  beginning,
  readAfter,
  limit = PAGE,
}: FeedSource<Item>): (() => Promise<Page<Item> | null>) => {
  let waited = false;
  return async () => {
    if (exists && !(await exists())) {
      waited = true;
      return null;
    }
    const cursor = after ?? (waited ? (beginning ?? null) : await latest());
    return { cursor, items: await readAfter(cursor, limit) };
  };
};

async function* items<Item>(live: Live, source: FeedSource<Item>, ringing: Ringing, first: Page<Item>): AsyncGenerator<Item, void, void> {
  try {
    for (let page: Page<Item> | null = first; page !== null; page = await nextPage(live, source, ringing, page)) {
      for (const item of page.items) {
        if (ringing.stopped) return;
        yield item;
      }
    }
  } finally {
    ringing.stop();
  }
}

/** What is new behind a page, read at once when the page was full; null when the feed was stopped. */
const nextPage = async <Item>(live: Live, source: FeedSource<Item>, ringing: Ringing, page: Page<Item>): Promise<Page<Item> | null> => {
  const { limit = PAGE, readAfter, cursorOf } = source;
  const last = page.items.at(-1);
  const cursor = last === undefined ? page.cursor : cursorOf(last);
  let readAt = performance.now();
  let more = page.items.length >= limit;
  for (let failures = 0; ; ) {
    if (!more) {
      await ringing.wait(failures > 0 ? backoffMs({ firstMs: live.conflationMs, capMs: live.rereadMs }, failures) : live.rereadMs);
      await ringing.rest(readAt + live.conflationMs - performance.now());
    }
    if (ringing.stopped) return null;
    const cause = ringing.heard();
    try {
      const found = await readAfter(cursor, limit);
      if (found.length > 0) return { cursor, items: found.map((item) => caused(item, cause)) };
      failures = 0;
    } catch (error) {
      failures++;
      live.log.warn({ err: error, bells: source.bells }, 'a feed could not be read');
    }
    more = false;
    readAt = performance.now();
  }
};
