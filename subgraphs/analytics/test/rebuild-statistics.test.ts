import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '#kit/define-event.ts';
import { insertOutbox } from '#kit/outbox.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestKafka, type TestKafka } from '#kit/testing/test-kafka.ts';
import { rebuildStatistics } from '../rebuild-statistics.ts';
import { forgetLeftHistories } from '../topic-history.ts';
import { startAnalytics } from './analytics-service.ts';

type Madang = Awaited<ReturnType<typeof startAnalytics>>;
type Event = ReturnType<Madang['newEvent']>;

const rebuild = (madang: Madang) => rebuildStatistics(madang.context, madang.adapters.bus);
/** Commits messages the way their publishers do: the topics keep them. */
const commit = (madang: Madang, messages: readonly Message[]) => madang.context.transaction(({ sql }) => insertOutbox(sql, messages));
const entries = ({ of }: Event, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => of.registered(from + index, { channel: index % 2 === 0 ? 'SNS' : 'GENIE_TV' }));

const begun = async (madang: Madang): Promise<Event> => {
  const event = madang.newEvent();
  const { of } = event;
  await commit(madang, [of.created(), ...entries(event, 1, 20), of.completed('SNS'), of.measured('SNS'), of.completed('GENIE_TV')]);
  await madang.seen(event.eventId, event.ownerId, { participants: 20 });
  await eventually(async () => {
    const waiting = await madang.context.database.sql('select 1 from outbox where published_at is null');
    expect(waiting).toEqual([]);
  });
  await madang.settled();
  return event;
};

const damage = async ({ context: { database } }: Madang, { eventId }: Event) => {
  await database.sql(
    "update event_statistics set participants = 999, estimated_cost = 1, last_entry_at = '2030-01-01' where event_id = $1",
    [eventId],
  );
  await database.sql(
    'update channel_statistics set participants = 7, impressions = 1, measured_cost = 5, measured_at = now() where event_id = $1',
    [eventId],
  );
  await database.sql('delete from registrations where event_id = $1 and entry_number > 10', [eventId]);
};

const lose = async ({ context: { database } }: Madang, { eventId }: Event) => {
  for (const table of ['registrations', 'channel_statistics', 'event_statistics'])
    await database.sql(`delete from ${table} where event_id = $1`, [eventId]);
};

const without = ({ version: _, ...figures }: Record<string, unknown>) => figures;

describe('npm run rebuild analytics', () => {
  let madang: Madang;
  beforeAll(async () => {
    madang = await startAnalytics();
  });
  afterAll(() => madang?.close());

  it('makes equal figures from the topics’ beginning, with versions above the old ones', async () => {
    const event = await begun(madang);
    const before = await madang.see(event.eventId, event.ownerId);
    expect(await rebuild(madang)).toMatchObject({ same: 1, changed: 0 });
    const after = await madang.see(event.eventId, event.ownerId);
    expect(without(after)).toEqual(without(before));
    expect(after.version).toBeGreaterThan(before.version);
  });

  it('mends figures that were wrong, and brings back an event that was lost', async () => {
    const [wrong, lost] = [await begun(madang), await begun(madang)];
    const before = await Promise.all([wrong, lost].map(({ eventId, ownerId }) => madang.see(eventId, ownerId)));
    await damage(madang, wrong);
    await lose(madang, lost);
    expect(await rebuild(madang)).toMatchObject({ changed: 2 });
    const after = await Promise.all([wrong, lost].map(({ eventId, ownerId }) => madang.see(eventId, ownerId)));
    expect(after.map(without)).toEqual(before.map(without));
    for (const at of [0, 1]) expect(after[at].version).toBeGreaterThan(before[at].version);
  });

  it('gives an event that was lost a version above the old one, although a message has remade its row since', async () => {
    const lost = await begun(madang);
    const measured = (impressions: number) =>
      commit(madang, [lost.of.measured('SNS', { impressions, measuredAt: new Date(Date.now() + impressions).toISOString() })]);
    for (const impressions of [7_001, 7_002, 7_003]) {
      await measured(impressions);
      await madang.seen(lost.eventId, lost.ownerId, { totalViews: 5_000 + impressions });
    }
    const before = await madang.see(lost.eventId, lost.ownerId);
    await lose(madang, lost);
    await measured(7_004);
    const remade = 'select version from event_statistics where event_id = $1';
    await eventually(async () => expect(await madang.context.database.sql(remade, [lost.eventId])).toEqual([{ version: 1 }]));
    await rebuild(madang);
    const after = await madang.see(lost.eventId, lost.ownerId);
    expect(after).toMatchObject({ participants: 20, totalViews: 12_004 });
    expect(after.version).toBeGreaterThan(before.version);
  });

  it('loses nothing of what comes while it runs', async () => {
    const events = [await begun(madang), await begun(madang), await begun(madang)];
    let running = true;
    const rebuilding = rebuild(madang).finally(() => {
      running = false;
    });
    let last = 20;
    while (running || last < 60) {
      const [from, to] = [last + 1, last + 20];
      await Promise.all(events.map((event) => commit(madang, entries(event, from, to))));
      last = to;
    }
    await rebuilding;
    for (const { eventId, ownerId } of events) {
      const figures = { participants: last, revenue: `${last * 3_000}.00`, totalViews: 11_000 };
      await madang.seen(eventId, ownerId, figures);
      await madang.settled();
      await madang.seen(eventId, ownerId, figures);
    }
  });

  it('counts what had its effect although the topics do not show it yet', async () => {
    const event = await begun(madang);
    await madang.publish(...entries(event, 21, 25));
    await madang.seen(event.eventId, event.ownerId, { participants: 25 });
    await rebuild(madang);
    expect(await madang.see(event.eventId, event.ownerId)).toMatchObject({ participants: 25 });
  });

  it('leaves events as they are whose messages the topics may have forgotten', async () => {
    const event = madang.newEvent();
    const longAgo = { ...event.of.created(), time: new Date(Date.now() - 8 * 86_400_000).toISOString() };
    await commit(madang, [longAgo]);
    await madang.publish(...entries(event, 1, 5));
    const before = await madang.seen(event.eventId, event.ownerId, { participants: 5 });
    await madang.settled();
    expect((await rebuild(madang)).left).toBeGreaterThanOrEqual(1);
    expect(await madang.see(event.eventId, event.ownerId)).toEqual(before);
  });

  it('leaves nothing behind, and clears what a killed one has left', async () => {
    const { sql } = madang.context.database;
    await sql('create schema analytics_rebuild_1000_1');
    await sql('create table analytics_rebuild_1000_1.inbox (like inbox including all)');
    await rebuild(madang);
    expect(await sql("select 1 from pg_namespace where nspname like 'analytics\\_rebuild%'")).toEqual([]);
    const event = await begun(madang);
    expect(await sql('select 1 from bus.subscriptions where "group" like \'%rebuild%\'')).toEqual([]);
    expect(await madang.see(event.eventId, event.ownerId)).toMatchObject({ participants: 20 });
  });

  it('forgets by itself what a killed one has left a day ago', async () => {
    const { sql } = madang.context.database;
    await sql('create schema analytics_rebuild_1000_1');
    await sql(`create schema analytics_rebuild_${Math.floor(Date.now() / 1_000)}_1`);
    await forgetLeftHistories(madang.context);
    const left = await sql<{ name: string }>("select nspname as name from pg_namespace where nspname like 'analytics\\_rebuild%'");
    expect(left.map(({ name }) => name)).not.toContain('analytics_rebuild_1000_1');
    expect(left).toHaveLength(1);
    await sql(`drop schema "${left[0]?.name}"`);
  });

  it('leaves nothing behind when it is broken off', async () => {
    const never = async (): Promise<never> => Promise.reject(new Error('Kafka is away.'));
    const leave = async (): Promise<void> => {};
    const bus = { ...madang.adapters.bus, join: async () => ({ leave, behind: never }) };
    const breakOff = new AbortController();
    const rebuilding = rebuildStatistics(madang.context, bus, breakOff.signal);
    setTimeout(() => breakOff.abort(new Error('Broken off.')), 500);
    await expect(rebuilding).rejects.toThrow();
    expect(await madang.context.database.sql("select 1 from pg_namespace where nspname like 'analytics\\_rebuild%'")).toEqual([]);
  });

  it('is a command that says what it did', async () => {
    const event = await begun(madang);
    await damage(madang, event);
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['scripts/rebuild.ts', ...args], {
        env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: madang.databaseUrl, DATA_DIR: process.env.TEST_DATA_DIR },
      });
    expect((await run('analytics')).stdout).toMatch(
      /^\d+ events were made anew, 1 of them with other figures; \d+ older ones were left as they are\.\n$/,
    );
    await madang.seen(event.eventId, event.ownerId, { participants: 20 });
    await expect(run('user')).rejects.toThrow('Usage: npm run rebuild analytics');
  });
});

describeOn('Kafka')('npm run rebuild analytics on Kafka', () => {
  let kafka: TestKafka;
  let madang: Madang;
  beforeAll(async () => {
    kafka = await startTestKafka();
    madang = await startAnalytics({ KAFKA_BROKERS: kafka.brokers, KAFKA_PARTITIONS: '3' });
  }, 90_000);
  afterAll(async () => {
    await madang?.close();
    await kafka?.stop();
  }, 30_000);

  it('reads the topics from their beginning as a new group, whatever has become of the tables', async () => {
    const events = [await begun(madang), await begun(madang), await begun(madang)];
    const before = await Promise.all(events.map(({ eventId, ownerId }) => madang.see(eventId, ownerId)));
    await damage(madang, events[0] as Event);
    await lose(madang, events[1] as Event);
    await madang.context.database.sql('delete from inbox');
    await madang.context.database.sql('delete from outbox');
    expect(await rebuild(madang)).toEqual({ same: 1, changed: 2, left: 0 });
    const after = await Promise.all(events.map(({ eventId, ownerId }) => madang.see(eventId, ownerId)));
    expect(after.map(without)).toEqual(before.map(without));
  }, 120_000);
});
