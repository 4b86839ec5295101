import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { openRedis } from '#kit/redis.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestRedis, type TestRedis } from '#kit/testing/test-redis.ts';
import type { Context } from '../context.ts';
import { createLoaders } from '../loaders.ts';
import { startAnalytics } from './analytics-service.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const start = async (environment = {}) => {
  const madang = await startAnalytics(environment);
  cleanups.add(madang.close);
  return madang;
};
type Madang = Awaited<ReturnType<typeof start>>;

/** Readings so far, by where they came from. */
const reads = async ({ metrics }: Context): Promise<Record<string, number>> => {
  const { values } = (await metrics.getSingleMetric('madang_analytics_reads_total')?.get()) ?? { values: [] };
  return { memory: 0, store: 0, database: 0, ...Object.fromEntries(values.map(({ labels, value }) => [labels.origin, value])) };
};

const seenOnce = async (madang: Madang, entries = 3) => {
  const event = madang.newEvent();
  await madang.publish(event.of.created(), ...Array.from({ length: entries }, (_, index) => event.of.registered(index + 1)));
  await madang.settled();
  await madang.seen(event.eventId, event.ownerId, { participants: entries });
  return event;
};

describe('the cache of statistics', () => {
  it('reads a state from the database once, and a changed one at once', async () => {
    const madang = await start();
    const { eventId, ownerId, of } = await seenOnce(madang);
    const before = await reads(madang.context);
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 3 });
    expect(await reads(madang.context)).toEqual({ ...before, memory: (before.memory ?? 0) + 1 });
    await madang.publish(of.registered(4));
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 4 });
  });

  it('reads the database once for a crowd that asks for one state', async () => {
    const madang = await start();
    const { ownerId } = await seenOnce(madang);
    const before = await reads(madang.context);
    const crowd = await Promise.all(Array.from({ length: 50 }, () => createLoaders(madang.context).ownersStatistics(ownerId)));
    expect(crowd.map(([first]) => first?.participants)).toEqual(Array(50).fill(3));
    expect((await reads(madang.context)).database).toBe((before.database ?? 0) + 1);
  });

  it('never keeps participantsDelta', async () => {
    const madang = await start();
    const { eventId, ownerId } = await seenOnce(madang);
    const { participantsDelta, version } = await madang.see(eventId, ownerId);
    await madang.context.database.sql("insert into registrations values ($1, 99, 'SNS', now())", [eventId]);
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 3, participantsDelta: participantsDelta + 1, version });
  });

  it('passes on what the database says when it fails', async () => {
    const madang = await start();
    const { ownerId, eventId } = await seenOnce(madang);
    const state = { id: eventId, version: 'another' };
    const failing = madang.context.cache.ofEvent(state, () => Promise.reject(new Error('The database is away.')));
    await expect(failing).rejects.toThrow('The database is away.');
    await expect(madang.context.cache.ofOwner({ id: ownerId, version: 'another' }, async () => [])).resolves.toEqual([]);
  });
});

describeOn('Redis')('the cache of statistics in Redis', () => {
  const startOnRedis = async () => {
    const redis = await startTestRedis();
    cleanups.add(redis.stop);
    const { client, close } = openRedis({ url: redis.url, name: 'test', log: pino({ level: 'silent' }) });
    cleanups.add(close);
    return { redis, client, madang: await start({ REDIS_URL: redis.url }) };
  };
  const keysOf = (client: ReturnType<typeof openRedis>['client']): Promise<string[]> => client.keys('*analytics:*');

  it('is shared by replicas, each state under a key with its version, for 1 h and 30 min before the grace', async () => {
    const { client, madang } = await startOnRedis();
    const { eventId, ownerId } = await seenOnce(madang);
    const replica = await madang.replica();
    expect((await createLoaders(replica.context).statistics(eventId))?.participants).toBe(3);
    expect(await reads(replica.context)).toMatchObject({ store: 1, database: 0 });
    await createLoaders(replica.context).ownersStatistics(ownerId);
    const { version } = await madang.see(eventId, ownerId);
    const keys = await keysOf(client);
    const ofEvent = keys.find((key) => key.includes(`analytics:event:${eventId}:${version}-`)) ?? '';
    const ofOwner = keys.find((key) => key.includes(`analytics:owner:${ownerId}:${version}-1-`)) ?? '';
    const ends = await Promise.all([ofEvent, ofOwner].map(async (key) => JSON.parse((await client.get(key)) ?? '').logicalExpiration));
    const minutes = ends.map((end) => (end - Date.now()) / 60_000);
    expect(minutes[0]).toBeCloseTo(60, -0.5);
    expect(minutes[1]).toBeCloseTo(30, -0.5);
    expect(await client.pttl(ofEvent)).toBeLessThanOrEqual(2 * 3_600_000);
  });

  it('keeps one state an event: a newer one takes its place', async () => {
    const { client, madang } = await startOnRedis();
    const { eventId, ownerId, of } = await seenOnce(madang);
    for (const entry of [4, 5, 6]) {
      await madang.publish(of.registered(entry));
      await madang.seen(eventId, ownerId, { participants: entry });
    }
    await eventually(async () => expect(await keysOf(client)).toHaveLength(1));
  });

  it('is believed only where it holds statistics', async () => {
    const { client, madang } = await startOnRedis();
    const { eventId, ownerId } = await seenOnce(madang);
    for (const key of await keysOf(client)) {
      const entry = JSON.parse((await client.get(key)) ?? '');
      await client.set(key, JSON.stringify({ ...entry, value: [{ participants: 'many' }] }));
    }
    const replica = await madang.replica();
    expect((await createLoaders(replica.context).statistics(eventId))?.participants).toBe(3);
    for (const key of await keysOf(client)) await client.set(key, 'nonsense');
    expect((await createLoaders((await madang.replica()).context).statistics(eventId))?.participants).toBe(3);
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 3 });
  });

  const changed = async (madang: Madang, entries: number) => {
    const { eventId, ownerId, of } = await seenOnce(madang);
    return async () => {
      entries += 1;
      await madang.publish(of.registered(entries));
      await madang.settled();
      const begun = performance.now();
      expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: entries });
      return performance.now() - begun;
    };
  };

  it('is right while Redis is read-only', async () => {
    const { client, madang } = await startOnRedis();
    const change = await changed(madang, 3);
    await client.call('replicaof', '127.0.0.1', '1');
    expect(await change()).toBeLessThan(2_000);
    expect(await change()).toBeLessThan(2_000);
    await client.call('replicaof', 'no', 'one');
    expect(await change()).toBeLessThan(2_000);
  });

  const aways: [string, (redis: TestRedis) => Promise<void>, (redis: TestRedis) => Promise<void>][] = [
    ['gone', (redis) => redis.kill(), (redis) => redis.start()],
    ['silent', async (redis) => void process.kill(redis.pid(), 'SIGSTOP'), async (redis) => void process.kill(redis.pid(), 'SIGCONT')],
  ];
  it.each(aways)('is right and hardly slower while Redis is %s, and is used again when it is back', async (_, leave, comeBack) => {
    const { redis, client, madang } = await startOnRedis();
    const change = await changed(madang, 3);
    await leave(redis);
    expect(await change()).toBeLessThan(2_000);
    expect(await change()).toBeLessThan(2_000);
    await comeBack(redis);
    await eventually(
      async () => {
        await change();
        expect((await keysOf(client)).length).toBeGreaterThan(0);
      },
      { within: 15_000 },
    );
  });
});
