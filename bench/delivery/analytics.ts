import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { type Database, openDatabase } from '#kit/database.ts';
import type { Message } from '#kit/define-event.ts';
import type { Doorbell } from '#kit/doorbell/doorbell.ts';
import { createInbox } from '#kit/inbox.ts';
import { startInboxWorker } from '#kit/inbox-worker.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { ParticipantRegisteredData } from '#schema/events/participation.ts';
import type { Context } from '#subgraphs/analytics/context.ts';
import { keepStatistics } from '#subgraphs/analytics/keep-statistics.ts';
import { service } from '#subgraphs/analytics/main.ts';
import { inPlaces, rate, type Workbench } from './workbench.ts';

const CHANNELS = ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'] as const;
const silentBell: Doorbell = { ring: () => {}, listen: async () => () => {}, ping: async () => {}, close: async () => {} };

/** `participant.registered`, as many for each event, the events' messages mixed as they come. */
export const registrations = (count: number, events: number): Message<ParticipantRegisteredData>[] => {
  const ids = Array.from({ length: events }, () => randomUUID());
  return Array.from({ length: count }, (_, index) => {
    const eventId = ids[index % events] as string;
    const data: ParticipantRegisteredData = {
      eventId,
      participantId: randomUUID(),
      entryNumber: Math.floor(index / events) + 1,
      channel: CHANNELS[index % 4] as (typeof CHANNELS)[number],
      storeVisit: index % 3 === 0,
      registeredAt: new Date(1_780_000_000_000 + index).toISOString(),
    };
    return {
      id: randomUUID(),
      type: 'participant.registered',
      source: '/madang/participation',
      time: data.registeredAt,
      key: eventId,
      data,
    };
  });
};

const openAnalytics = async (workbench: Workbench): Promise<{ database: Database; url: string }> => {
  const url = await workbench.database();
  const database = await openDatabase({ url, schema: 'analytics', migrations: service.migrations, ring: () => {}, onError: () => {} });
  await database.migrate();
  return { database, url };
};

const check = async (database: Database, count: number): Promise<void> => {
  const [row] = await database.sql<{ counted: string }>('select sum(participants) as counted from event_statistics');
  if (Number(row?.counted) !== count) throw new Error(`${row?.counted} were counted of ${count}.`);
};

/** Messages a second: from the inbox to the statistics, and with writing them into the inbox, in batches of 1,000, before it. */
export const inboxRates = async (
  workbench: Workbench,
  messages: readonly Message[],
): Promise<{ written: number; handled: number; whole: number }> => {
  const { database } = await openAnalytics(workbench);
  const context = { now: () => new Date() } as Context;
  const reactions = [keepStatistics];
  const inbox = createInbox({ database, reactions });
  const written = await rate(messages.length, async () => {
    for (let first = 0; first < messages.length; first += 1_000) await inbox.put(messages.slice(first, first + 1_000));
  });
  const log = pino({ level: 'silent' });
  const handled = await rate(messages.length, async () => {
    const worker = startInboxWorker({ database, reactions, context, group: 'analytics', doorbell: silentBell, log });
    await eventually(() => worker.stats.handled === messages.length, { within: 600_000 });
    await worker.stop();
  });
  await check(database, messages.length);
  await database.close();
  return { written, handled, whole: 1 / (1 / written + 1 / handled) };
};

/** Messages a second, each in a transaction of its own that notes its id, locks the event's row and counts; 8 events at once, straight from memory. */
export const oneByOneRate = async (workbench: Workbench, messages: readonly Message<ParticipantRegisteredData>[]): Promise<number> => {
  const { database, url } = await openAnalytics(workbench);
  await database.sql('create table processed (id uuid primary key)');
  const pool = new pg.Pool({ connectionString: url, max: 8, options: '-c search_path=analytics' });
  const keys = [...Map.groupBy(messages, ({ key }) => key).values()];
  const measured = await rate(messages.length, () =>
    inPlaces(8, keys, async (those) => {
      for (const message of those) await count(pool, message);
    }),
  );
  await check(database, messages.length);
  await pool.end();
  await database.close();
  return measured;
};

const count = async (pool: pg.Pool, { id, data }: Message<ParticipantRegisteredData>): Promise<void> => {
  const client = await pool.connect();
  const query = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  const { eventId, entryNumber, channel, registeredAt } = data;
  await client.query('begin');
  const { rowCount } = await query('seen', 'insert into processed values ($1) on conflict do nothing', [id]);
  if (rowCount === 1) {
    await query('make', 'insert into event_statistics (event_id, updated_at) values ($1, now()) on conflict do nothing', [eventId]);
    await query('lock', 'select * from event_statistics where event_id = $1 for update', [eventId]);
    await query('keep', 'insert into registrations values ($1, $2, $3, $4)', [eventId, entryNumber, channel, registeredAt]);
    const counted =
      'update event_statistics set participants = participants + 1, version = version + 1, last_entry_at = $2 where event_id = $1';
    await query('count', counted, [eventId, registeredAt]);
    await query(
      'channel',
      `insert into channel_statistics (event_id, channel, participants) values ($1, $2, 1)
       on conflict (event_id, channel) do update set participants = channel_statistics.participants + 1`,
      [eventId, channel],
    );
  }
  await client.query('commit');
  client.release();
};
