import { isDeepStrictEqual } from 'node:util';
import type { Bus } from '#kit/bus/bus.ts';
import type { Database, Transaction } from '#kit/database.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { Log } from '#kit/log.ts';
import { eventBell, userBell } from './bells.ts';
import { foldStatistics } from './fold-statistics.ts';
import { onceEach, registrationsIn } from './keep-statistics.ts';
import { insertRegistrations, lockStatistics, saveStatistics } from './save-statistics.ts';
import { noStatistics, type Statistics } from './statistics.ts';
import { collectHistory, type TopicHistory } from './topic-history.ts';

/** What a rebuild did, in events. */
export type Rebuilt = {
  /** Made anew, with the same figures. */
  same: number;
  /** Made anew, with other figures: what was there was wrong. */
  changed: number;
  /** Left as they were: the topics may not hold all of their messages any more. */
  left: number;
};

/** Topics hold at least so much (spec §4). */
const HELD_MS = 7 * 86_400_000;
/** At most: its own, and those of the day and the two days after an entry. No row that was lost had a higher version than all its messages can give, whatever has remade it since. */
const VERSIONS_A_MESSAGE = 3;

/**
 * Makes the read model anew from the topics' beginning while the service runs: event by event, each in one transaction that holds
 * its row's lock, with a version above the old one. Events older than the topics' memory stay as they are. Safe to repeat and to break off:
 * when the signal aborts it rejects, and leaves nothing behind.
 */
export const rebuildStatistics = async (
  { database, now, log }: { database: Database; now: () => Date; log: Log },
  bus: Bus,
  signal?: AbortSignal,
): Promise<Rebuilt> => {
  const history = await collectHistory(database, bus, log, signal);
  try {
    const eventIds = (await history.createdSince(new Date(now().getTime() - HELD_MS))).filter(isUuid);
    const rebuilt: Rebuilt = { same: 0, changed: 0, left: 0 };
    for (const eventId of eventIds) {
      signal?.throwIfAborted();
      const changed = await database.transaction((transaction) => rebuildEvent(transaction, history, eventId, now()));
      rebuilt[changed ? 'changed' : 'same'] += 1;
      if (changed) log.warn({ eventId }, 'the statistics of an event were wrong and are mended');
    }
    const rows = await database.sql('select event_id from event_statistics where event_id <> all($1::uuid[])', [eventIds]);
    return { ...rebuilt, left: rows.length };
  } finally {
    await history.close();
  }
};

/** Resolves with whether the figures have changed. The lock comes first: what has an effect afterwards builds on the new row. */
const rebuildEvent = async ({ sql, ring }: Transaction, history: TopicHistory, eventId: string, now: Date): Promise<boolean> => {
  const [known = noStatistics(eventId, now)] = await lockStatistics(sql, [eventId], now);
  await sql('delete from registrations where event_id = $1', [eventId]);
  await sql('delete from channel_statistics where event_id = $1', [eventId]);
  let next = noStatistics(eventId, now);
  let count = 0;
  for await (const messages of history.messagesOf(sql, eventId)) {
    const fresh = await insertRegistrations(sql, registrationsIn(messages));
    next = foldStatistics(next, onceEach(messages, fresh));
    count += messages.length;
  }
  const former = Math.max(known.version, count * VERSIONS_A_MESSAGE);
  await saveStatistics(sql, [{ ...next, version: former + 1, updatedAt: now }], now);
  ring(eventBell(eventId), ...[known.ownerId, next.ownerId].flatMap((ownerId) => (ownerId === null ? [] : [userBell(ownerId)])));
  return !isDeepStrictEqual(figuresOf(next), figuresOf(known));
};

const figuresOf = ({ version: _, updatedAt: __, ...figures }: Statistics) => figures;
