import type { Database } from '#kit/database.ts';
import type { Channel } from '#schema/enums.ts';
import { ParticipantEntity, type ParticipantRow } from './participant.entity.ts';
import type { ParticipantSearch } from './participant-search.ts';

/** Which part of an event's participants; null filters nothing. */
export type ParticipantPage = {
  limit: number;
  /** The entry number before the first. */
  after: number;
  channel: Channel | null;
  storeVisit: boolean | null;
  winner: boolean | null;
  /** As it was typed. */
  search: string | null;
};

export type AskedPage = { eventId: string; page: ParticipantPage; search: ParticipantSearch | null };

/** Each event's page is read by its index on entry numbers, however many events are asked for. */
const PAGES = `
  select page.* from unnest($1::uuid[], $2::text[]) as asked (event_id, number_hash)
  cross join lateral (
    select entry.* from participants entry
    where entry.event_id = asked.event_id and entry.entry_number > $3
      and ($4::text is null or entry.channel = $4)
      and ($5::boolean is null or entry.store_visit = $5)
      and ($6::boolean is null or (entry.winner_rank is not null) = $6)
      and ($7::text is null or entry.name ilike $7 or entry.phone_hash = asked.number_hash or entry.last_four_hash = asked.number_hash)
    order by entry.entry_number
    limit $8
  ) page
  order by page.entry_number`;

/** The pages in the order asked for: one query for all events of which the same part is asked for. */
export const readPages = async (database: Database, asked: readonly AskedPage[]): Promise<ParticipantRow[][]> => {
  const alike = Map.groupBy(asked, ({ page }) => JSON.stringify(page));
  const found = new Map<AskedPage, ParticipantRow[]>();
  const readAlike = async (group: readonly AskedPage[]): Promise<void> => {
    const rows = Map.groupBy(await read(database, group), ({ eventId }) => eventId);
    for (const one of group) found.set(one, rows.get(one.eventId) ?? []);
  };
  await Promise.all([...alike.values()].map(readAlike));
  return asked.map((one) => found.get(one) ?? []);
};

/** @param group asks for the same part of each event */
const read = async ({ em, sql }: Database, group: readonly AskedPage[]): Promise<ParticipantRow[]> => {
  const events = new Map(group.map((one) => [one.eventId, one]));
  const [{ page, search }] = group as [AskedPage];
  const rows = await sql<Record<string, unknown>>(PAGES, [
    [...events.keys()],
    [...events.values()].map((one) => one.search?.numberHash(one.eventId) ?? null),
    page.after,
    page.channel,
    page.storeVisit,
    page.winner,
    search?.name ?? null,
    page.limit,
  ]);
  const manager = em();
  return rows.map((row) => manager.map(ParticipantEntity, row));
};
