import type { Sql } from '#kit/database.ts';

type EntryOfEvent = { entryNumber: number; storeVisit: boolean };

/** What a draw needs of all participants of an event, in the order of entries. */
export const entriesOfEvent = (sql: Sql, eventId: string): Promise<EntryOfEvent[]> =>
  sql<EntryOfEvent>(
    'select entry_number as "entryNumber", store_visit as "storeVisit" from participants where event_id = $1::uuid order by entry_number',
    [eventId],
  );
