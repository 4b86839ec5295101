import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startService } from '#kit/start-service.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { ChannelMeasuredData } from '#schema/events/distribution.ts';
import { service } from '../main.ts';
import { measureChannels } from '../measure-channels.ts';
import { startDistribution } from './distribution-service.ts';
import { newEvent } from './new-event.ts';

let madang: Awaited<ReturnType<typeof startDistribution>>;
const cleanups = createCleanupStack();
beforeAll(async () => {
  madang = await startDistribution();
});
afterEach(cleanups.run);
afterAll(() => madang?.close());

const figuresOf = async (eventId: string): Promise<ChannelMeasuredData[]> =>
  (
    await madang.context.database.sql<{ data: ChannelMeasuredData }>(
      `select data from outbox where type = 'channel.measured' and key = $1 order by id`,
      [eventId],
    )
  ).map(({ data }) => data);

describe('the collection of figures', () => {
  it('comes every 5 minutes, the first time 30 s after the start', () => {
    expect(service.tasks).toContainEqual({ name: 'measure-channels', firstMs: 30_000, intervalMs: 300_000, run: measureChannels });
  });

  it('is one replica’s: however many run, each channel is measured once', async () => {
    const { eventId, ownerId, created } = newEvent(['GENIE_TV', 'SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    const soon = (service.tasks ?? []).map((task) => ({ ...task, firstMs: 10 }));
    const definition = { ...service, tasks: soon.filter(({ name }) => name === 'measure-channels') };
    const replicas = await Promise.all(
      [1, 2, 3].map(() => startService(definition, madang.context.config, madang.adapters, { channels: madang.channels })),
    );
    for (const replica of replicas) cleanups.add(() => replica.close());
    await eventually(async () => expect(await figuresOf(eventId)).toHaveLength(2));
    await Promise.all(replicas.map((replica) => replica.close()));
    expect((await figuresOf(eventId)).map(({ channel }) => channel).toSorted()).toEqual(['GENIE_TV', 'SNS']);
  });

  it('publishes the absolute figures of channels that are done, each time, and leaves out one that does not answer', async () => {
    const mend = madang.channels.break('SNS');
    cleanups.add(mend);
    const [whole, partial] = [newEvent(['GENIE_TV', 'RINGO_BIZ']), newEvent(['GENIE_TV', 'SNS'])];
    await madang.publish(whole.created(), partial.created());
    await madang.seen(whole.eventId, whole.ownerId, 'DONE');
    await madang.seen(partial.eventId, partial.ownerId, 'PARTIAL');
    cleanups.add(madang.channels.break('RINGO_BIZ'));
    await measureChannels(madang.context);
    await measureChannels(madang.context);
    const figures = await figuresOf(whole.eventId);
    expect(figures.map(({ channel, impressions, cost }) => [channel, impressions, cost])).toEqual([
      ['GENIE_TV', 10_001, '300000.00'],
      ['GENIE_TV', 10_001, '300000.00'],
    ]);
    expect(figures[1]!.measuredAt >= figures[0]!.measuredAt).toBe(true);
    expect((await figuresOf(partial.eventId)).map(({ channel }) => channel)).toEqual(['GENIE_TV', 'GENIE_TV']);
  });

  it('does not hold up a replica that stops', async () => {
    const { eventId, ownerId, created } = newEvent(['GENIE_TV', 'SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    cleanups.add(madang.channels.hold('SNS'));
    const tasks = (service.tasks ?? []).map((task) => ({ ...task, firstMs: 10 })).filter(({ name }) => name === 'measure-channels');
    const { context, adapters, channels } = madang;
    const replica = await startService({ ...service, tasks }, context.config, adapters, { channels });
    await eventually(async () => expect((await figuresOf(eventId)).map(({ channel }) => channel)).toEqual(['GENIE_TV']));
    await replica.close();
    expect(await figuresOf(eventId)).toHaveLength(1);
  });

  it('publishes about an event only while it holds the event’s row, so that its messages are committed in their order', async () => {
    const { eventId, ownerId, created } = newEvent(['GENIE_TV', 'SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    const released = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = madang.context.transaction(async ({ sql }) => {
      await sql('select from distributions where event_id = $1 for no key update', [eventId]);
      held.resolve();
      await released.promise;
    });
    await held.promise;
    const measuring = measureChannels(madang.context);
    const areWaiting = `select count(*) >= 2 as "areWaiting" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%from distributions%'`;
    await eventually(async () => expect(await madang.context.database.sql(areWaiting)).toEqual([{ areWaiting: true }]));
    expect(await figuresOf(eventId)).toEqual([]);
    released.resolve();
    await Promise.all([holding, measuring]);
    expect(await figuresOf(eventId)).toHaveLength(2);
  });

  it('ends a day after the event', async () => {
    const { eventId, ownerId, created, ended } = newEvent(['SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    await madang.publish(ended());
    await madang.settled();
    await measureChannels(madang.context);
    expect(await figuresOf(eventId)).toEqual([]);
  });
});
