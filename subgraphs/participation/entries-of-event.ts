import type { Sql } from '#kit/database.ts';

export type EntryOfEvent = { entryNumber: number; storeVisit: boolean };

/** So many are worked on at a time, for a few milliseconds. */
const PAGE = 500;

/**
 * What a draw needs of the participants of an event whose entry numbers are above `after`, in the order of entries, page by page. Whatever
 * else the process has to do comes between two pages.
 */
export async function* entriesOfEvent(sql: Sql, eventId: string, after = 0): AsyncGenerator<EntryOfEvent[]> {
  for (let last = after; ; ) {
    const page = await sql<EntryOfEvent>(
      `select entry_number as "entryNumber", store_visit as "storeVisit" from participants
       where event_id = $1::uuid and entry_number > $2 order by entry_number limit ${PAGE}`,
      [eventId, last],
    );
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    last = page.at(-1)?.entryNumber ?? last;
  }
}
