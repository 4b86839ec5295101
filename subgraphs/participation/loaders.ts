import DataLoader from 'dataloader';
import { loadById } from '#kit/load-by-id.ts';
import type { Context } from './context.ts';
import { DrawEntity, type DrawRow } from './draw.entity.ts';
import { EventEntity, type EventRow } from './event.entity.ts';
import { ParticipantEntity, type ParticipantRow } from './participant.entity.ts';
import { type AskedPage, readPages } from './participant-pages.ts';

/** Each resolves with null for what there is not. */
export type Loaders = {
  event: (id: string) => Promise<EventRow | null>;
  participant: (id: string) => Promise<ParticipantRow | null>;
  /** A page of an event's participants. */
  participants: (asked: AskedPage) => Promise<ParticipantRow[]>;
  /** By the event's id. */
  draw: (eventId: string) => Promise<DrawRow | null>;
  /** In the order drawn, by the event's id; null when there are none. */
  winners: (eventId: string) => Promise<ParticipantRow[] | null>;
};

/** The loaders of one request: what one tick asks for goes out in one query. */
export const createLoaders = ({ database }: Context): Loaders => ({
  event: loadById(async (ids) => byId(await database.em().find(EventEntity, { id: { $in: [...ids] } }))),
  participant: loadById(async (ids) => byId(await database.em().find(ParticipantEntity, { id: { $in: [...ids] } }))),
  participants: pages(database),
  draw: loadById(async (ids) => {
    const draws = await database.em().find(DrawEntity, { eventId: { $in: [...ids] } });
    return new Map(draws.map((draw) => [draw.eventId, draw]));
  }),
  winners: loadById(async (ids) => {
    const where = { eventId: { $in: [...ids] }, winnerRank: { $ne: null } };
    const winners = await database.em().find(ParticipantEntity, where, { orderBy: { winnerRank: 'asc' } });
    return Map.groupBy(winners, ({ eventId }) => eventId);
  }),
});

const pages = (database: Context['database']): Loaders['participants'] => {
  const loader = new DataLoader<AskedPage, ParticipantRow[]>((asked) => readPages(database, asked), { cache: false, maxBatchSize: 500 });
  return (asked) => loader.load(asked);
};

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [row.id, row]));
