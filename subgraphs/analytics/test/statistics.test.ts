import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '#kit/define-event.ts';
import { outboxEntry } from '#kit/outbox.ts';
import type { MessageOf, ShortReaction } from '#kit/reaction.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import type { Context } from '../context.ts';
import type { contracts } from '../fold-statistics.ts';
import { keepStatistics } from '../keep-statistics.ts';
import { startAnalytics } from './analytics-service.ts';

let madang: Awaited<ReturnType<typeof startAnalytics>>;
beforeAll(async () => {
  madang = await startAnalytics();
});
afterAll(() => madang.close());

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
const again = ({ data }: Message): Message => outboxEntry(ParticipantRegistered, data as never);

describe('the statistics of an event', () => {
  it('lose nothing of 100 messages at once', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    await madang.publish(of.created());
    await Promise.all(hundred.map((entry) => madang.publish(of.registered(entry))));
    await madang.seen(eventId, ownerId, { participants: 100, revenue: '300000.00' });
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 100 });
  });

  it('are exact for many events at once, at two replicas, with every message twice', async () => {
    await madang.replica();
    const events = Array.from({ length: 60 }, () => madang.newEvent());
    const entries = events.flatMap(({ of }, index) => Array.from({ length: 1 + (index % 20) }, (_, entry) => of.registered(entry + 1)));
    const batches = Array.from({ length: 6 }, (_, part) => entries.filter((_message, index) => index % 6 === part));
    await Promise.all([...batches, ...batches.toReversed()].map((batch) => madang.publish(...batch, ...batch.map(again))));
    await madang.settled();
    const counted = await madang.context.database.sql<{ event_id: string; participants: number; channels: number }>(
      `select event_id, participants,
         (select sum(participants)::int from channel_statistics c where c.event_id = e.event_id) as channels
       from event_statistics e where event_id = any($1::uuid[])`,
      [events.map(({ eventId }) => eventId)],
    );
    const byId = new Map(counted.map((row) => [row.event_id, [row.participants, row.channels]]));
    for (const [index, { eventId }] of events.entries()) expect(byId.get(eventId)).toEqual([1 + (index % 20), 1 + (index % 20)]);
  });

  it('count an entry once, whether its message comes twice or another one tells of it', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const entries = hundred.map((entry) => of.registered(entry));
    await madang.publish(of.created(), ...entries);
    await madang.publish(...entries, ...entries.map(again));
    await madang.settled();
    const { version } = await madang.seen(eventId, ownerId, { participants: 100 });
    await madang.publish(...entries.map(again));
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 100, version });
  });

  it('take in one update what waited for them, while another transaction held their row', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    await madang.publish(of.created());
    const { version } = await madang.seen(eventId, ownerId, { participants: 0 });
    await madang.context.transaction(async ({ sql }) => {
      await sql('select from event_statistics where event_id = $1 for update', [eventId]);
      await madang.publish(...hundred.map((entry) => of.registered(entry)));
    });
    await madang.settled();
    const seen = await madang.see(eventId, ownerId);
    expect(seen).toMatchObject({ participants: 100 });
    expect(seen.version - version).toBeLessThanOrEqual(2);
  });

  it('are ownerless until event.created comes, and then their owner sees what came before', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    await madang.publish(of.registered(1), of.completed('SNS'), of.measured('URIDONGNE_TV'), of.ended());
    await madang.settled();
    expect(await madang.read(eventId, ownerId)).toEqual({ data: { _entities: [{ analytics: null }] } });
    await madang.publish(of.created());
    await madang.seen(eventId, ownerId, { participants: 1, totalViews: 11_000, totalCost: '210000.00' });
  });

  it('take the newest measured figures, in whatever order they come', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const newest = of.measured('SNS', { impressions: 900, cost: '1.05', measuredAt: '2026-05-01T00:10:00.000Z' });
    await madang.publish(of.created(), newest);
    await madang.publish(of.measured('SNS', { impressions: 800, measuredAt: '2026-05-01T00:05:00.000Z' }), of.completed('SNS'));
    await madang.settled();
    await madang.seen(eventId, ownerId, { totalViews: 900, totalCost: '100001.05' });
  });

  it('keep decimals exact from the message to the answer', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const created = of.created({ estimatedCost: '0.01', revenuePerParticipant: '90071992547409.93', targetRoi: '-0.05' });
    await madang.publish(created, of.registered(1), of.registered(2), of.registered(3), of.measured('SNS', { cost: '0.02' }));
    await madang.seen(eventId, ownerId, { revenue: '270215977642229.79', totalCost: '0.03', targetRoi: '-0.05' });
    const { channels } = await madang.see(eventId, ownerId);
    expect(channels).toContainEqual(expect.objectContaining({ channel: 'SNS', cost: '0.02', roi: '1351079888211148850.00' }));
  });

  it('are exact when two replicas work on the same messages at once', async () => {
    const replica = await madang.replica();
    const { eventId, ownerId, of } = madang.newEvent();
    await Promise.all(
      [of.created(), ...hundred.map((entry) => of.registered(entry))].map((message, index) =>
        (index % 2 === 0 ? madang : replica).adapters.bus.publish([message]),
      ),
    );
    await madang.seen(eventId, ownerId, { participants: 100 });
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 100 });
  });

  it('are exact by the lock on their row alone, when transactions fold overlapping messages at once', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const entries = hundred.map((entry) => of.registered(entry));
    const parts = Array.from({ length: 8 }, (_, part) => [of.created(), ...entries.slice(part * 10, part * 10 + 30)]);
    await Promise.all(parts.map(fold));
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 100 });
  });
});

const fold = (messages: Message[]): Promise<void> => {
  const { handle } = keepStatistics as ShortReaction<Context, typeof contracts>;
  return madang.context.transaction((tx) => handle(madang.context, tx, messages as MessageOf<typeof contracts>[]));
};
