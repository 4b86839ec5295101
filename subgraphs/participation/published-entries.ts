import type { Context } from './context.ts';
import { weightedEntries } from './decide-draw.ts';
import { DrawEntity, type DrawRow } from './draw.entity.ts';
import { entriesText } from './draw-algorithm.ts';
import { type EntryOfEvent, entriesOfEvent } from './entries-of-event.ts';

/** `Draw.entries`: where the entries of a draw are published. */
export const entriesUrl = ({ config }: Context, { eventId }: DrawRow): string => `${config.PUBLIC_URL}/draws/${eventId}/entries`;

/** The entries that an event's draw was made from, as its `entriesHash` was, in pieces; null before the draw. Entries are closed, so they never change. */
export const publishedEntries = async ({ database }: Context, eventId: string): Promise<AsyncIterable<string> | null> => {
  const draw = await database.em().findOne(DrawEntity, { eventId });
  return draw && textOf(entriesOfEvent(database.sql, eventId), draw);
};

async function* textOf(pages: AsyncIterable<EntryOfEvent[]>, { storeVisitBonus }: DrawRow): AsyncGenerator<string> {
  for await (const page of pages) yield entriesText(weightedEntries(page, storeVisitBonus));
}
