import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#kit/testing/eventually.ts';
import type { Data } from '../client.ts';
import { runCrowd } from './crowd.ts';
import type { Shown } from './history.ts';
import { type Load, rest } from './load.ts';
import type { Session } from './session.ts';
import { closeEvent, openShop, publishEvent, runVisitors } from './shop.ts';
import { type Audience, watchEvent } from './watch.ts';

export type SeasonOptions = {
  /** Entries a second, in all. */
  entriesPerSecond: number;
  /** How long an event takes entries; the first one does so to the end. */
  eventMs: number;
  /** Owners at once. */
  shops: number;
};

/** All that people do during a run. */
export type Season = {
  /** Resolves when the first event takes entries. */
  begun: Promise<void>;
  /** Resolves when everybody has done, after `load.stopping`: every event is closed. Some audiences still watch. */
  over: Promise<void>;
  /** Who has not been shown all entries of a closed event. */
  behind: () => Promise<string[]>;
  /** What owners are shown of their events' channels; without those events that cannot be looked at. */
  look: () => Promise<Shown[]>;
  /** Ends the audiences. */
  leave: () => Promise<void>;
};

const QUERY = 'query ($id: ID!) { event(id: $id) { participantCount draw { id } } }';
const FIGURES = 'query ($id: ID!) { event(id: $id) { analytics { channels { channel impressions cost } } } }';
/** Of the events: those that customers come to before the message of it has arrived. */
const EARLY = 0.25;
/** After the last push that was waited for: for one too many. */
const LINGER_MS = 3_000;

/** Owners who publish one event after the other, each watched, and customers who take part in them. */
export const startSeason = (load: Load, { entriesPerSecond, eventMs, shops }: SeasonOptions): Season => {
  const audiences = new Set<Audience>();
  const owners = new Map<string, Session>();
  const first = Promise.withResolvers<void>();

  const lag = async (audience: Audience): Promise<string[]> => {
    const event = (await load.frontEnd.query(QUERY, { id: audience.eventId }))?.event;
    if (event?.participantCount == null) return [`the count of ${audience.eventId}`];
    if (!load.stopping.aborted && event.draw === null) return [`the draw of ${audience.eventId}`];
    return audience.behind(event.participantCount);
  };
  const untilKnown = async (eventId: string): Promise<void> => {
    while (!load.stopping.aborted && (await load.frontEnd.query(QUERY, { id: eventId }))?.event?.participantCount == null)
      await rest(load, 200);
  };
  const dismiss = async (audience: Audience): Promise<void> => {
    while ((await lag(audience)).length > 0) {
      if (load.stopping.aborted) return;
      await rest(load, 1_000);
    }
    await pause(LINGER_MS);
    audiences.delete(audience);
    await audience.stop();
  };
  const lookAt = async (eventId: string, session: Session): Promise<Shown> => {
    const channels = await eventually(async (): Promise<Shown['channels']> => {
      const answer: Data = await load.frontEnd.query(FIGURES, { id: eventId }, await session.token());
      return answer.event.analytics.channels;
    });
    return { record: 'shown', eventId, at: load.history.now(), channels };
  };
  const shop = async (index: number): Promise<void> => {
    const session = await openShop(load);
    while (!load.stopping.aborted) {
      const eventId = await publishEvent(load, session);
      if (eventId === null) continue;
      owners.set(eventId, session);
      const audience = watchEvent(load, eventId, session);
      audiences.add(audience);
      if (load.random.next() > EARLY) await untilKnown(eventId);
      const hot = index === 0;
      if (hot) load.open.unshift(eventId);
      else load.open.push(eventId);
      first.resolve();
      await rest(load, hot ? 24 * 3_600_000 : eventMs);
      if (!hot) load.open.splice(load.open.indexOf(eventId), 1);
      await closeEvent(load, session, eventId);
      void dismiss(audience);
    }
  };
  return {
    begun: first.promise,
    over: Promise.all([
      ...Array.from({ length: shops }, (_, index) => shop(index)),
      first.promise.then(() => runCrowd(load, entriesPerSecond)),
      runVisitors(load, 2_000),
    ]).then(() => {}),
    behind: async () => (await Promise.all([...audiences].map(lag))).flat(),
    look: async () => {
      const pages: Shown[] = [];
      for (const [eventId, session] of owners)
        await lookAt(eventId, session).then(
          (page) => pages.push(page),
          () => {},
        );
      return pages;
    },
    leave: async () => void (await Promise.all([...audiences].map((audience) => audience.stop()))),
  };
};
