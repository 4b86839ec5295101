import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { stopChannels } from '../stop-channels.ts';
import { startDistribution } from './distribution-service.ts';
import { newEvent } from './new-event.ts';

let madang: Awaited<ReturnType<typeof startDistribution>>;
const cleanups = createCleanupStack();
beforeAll(async () => {
  madang = await startDistribution();
});
afterEach(cleanups.run);
afterAll(() => madang?.close());

describe('an event that was created', () => {
  it('goes out to each of its channels, with one distribution.completed each', async () => {
    const { eventId, ownerId, created } = newEvent();
    await madang.publish(created());
    const done = await madang.seen(eventId, ownerId, 'DONE');
    expect(done).toMatchObject({ completedAt: expect.any(String), event: { id: eventId } });
    expect(
      done.channels.map(({ channel, status, attempts, expectedViews, cost }) => [channel, status, attempts, expectedViews, cost]),
    ).toEqual([
      ['GENIE_TV', 'DONE', 1, 10_000, '300000.00'],
      ['RINGO_BIZ', 'DONE', 1, 3_000, '60000.00'],
      ['SNS', 'DONE', 1, 2_000, '30000.00'],
      ['URIDONGNE_TV', 'DONE', 1, 5_000, '150000.00'],
    ]);
    expect((await madang.completions(eventId)).toSorted()).toEqual([
      'GENIE_TV DONE 10000 300000.00',
      'RINGO_BIZ DONE 3000 60000.00',
      'SNS DONE 2000 30000.00',
      'URIDONGNE_TV DONE 5000 150000.00',
    ]);
  });

  it('is not held up by a channel that hangs or fails', async () => {
    const release = madang.channels.hold('GENIE_TV');
    cleanups.add(release);
    cleanups.add(madang.channels.break('RINGO_BIZ'));
    const { eventId, ownerId, created } = newEvent();
    await madang.publish(created());
    await eventually(async () => {
      const statuses = (await madang.see(eventId, ownerId))?.channels.map(({ channel, status }) => `${channel} ${status}`);
      expect(statuses).toEqual(['GENIE_TV SENDING', 'RINGO_BIZ FAILED', 'SNS DONE', 'URIDONGNE_TV DONE']);
    });
    expect(await madang.see(eventId, ownerId)).toMatchObject({ status: 'RUNNING', completedAt: null });
    release();
    const partial = await madang.seen(eventId, ownerId, 'PARTIAL');
    expect(partial.channels[1]).toMatchObject({
      attempts: 1,
      expectedViews: 0,
      cost: '0.00',
      error: expect.stringMatching(/^The event could not be sent/),
    });
    expect(await madang.completions(eventId)).toHaveLength(3);
  });

  it('goes out once when its messages come again', async () => {
    const { eventId, ownerId, created } = newEvent(['SNS']);
    const message = created();
    await madang.publish(message);
    const done = await madang.seen(eventId, ownerId, 'DONE');
    await madang.publish(message, { ...message }, created());
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toEqual(done);
    expect(madang.channels.keysOf(eventId)).toEqual([`${eventId}:SNS`]);
    expect(await madang.completions(eventId)).toHaveLength(1);
  });

  it('does not wait for events that hang in the same channel', async () => {
    const { atOnce } = madang.context.pace;
    const release = madang.channels.hold('SNS');
    cleanups.add(release);
    const stuck = Array.from({ length: atOnce + 5 }, () => newEvent(['SNS']));
    await madang.publish(...stuck.map(({ created }) => created()));
    await eventually(() => expect(stuck.flatMap(({ eventId }) => madang.channels.keysOf(eventId))).toHaveLength(atOnce));
    const other = newEvent(['URIDONGNE_TV']);
    await madang.publish(other.created());
    await madang.seen(other.eventId, other.ownerId, 'DONE');
    release();
    for (const { eventId, ownerId } of stuck) await madang.seen(eventId, ownerId, 'DONE');
    expect(stuck.flatMap(({ eventId }) => madang.channels.keysOf(eventId))).toHaveLength(atOnce + 5);
  });
});

describe('an event that has ended', () => {
  it('is cancelled where it waits, and counts where it is being sent', async () => {
    const release = madang.channels.hold('GENIE_TV');
    cleanups.add(release);
    cleanups.add(madang.channels.break('SNS'));
    const { eventId, ownerId, created, ended } = newEvent(['GENIE_TV', 'SNS']);
    await madang.publish(created());
    await eventually(async () => expect((await madang.see(eventId, ownerId))?.channels[1]?.status).toBe('FAILED'));
    await madang.publish(ended());
    await eventually(async () => expect((await madang.see(eventId, ownerId))?.channels[1]?.status).toBe('CANCELLED'));
    release();
    await madang.seen(eventId, ownerId, 'PARTIAL');
    expect(await madang.completions(eventId)).toEqual(['SNS CANCELLED 0 0.00', 'GENIE_TV DONE 10000 300000.00']);
  });

  it('does not hold up a replica that stops where a channel does not take it off, and that is no failure of the channel', async () => {
    const { eventId, ownerId, created, ended } = newEvent(['GENIE_TV', 'SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    const release = madang.channels.hold('SNS');
    cleanups.add(release);
    await madang.publish(ended());
    await madang.settled();
    const stopping = new AbortController();
    const round = stopChannels(madang.context, stopping.signal);
    await eventually(() => expect(madang.channels.cancelled).toContain(`${eventId}:GENIE_TV`));
    stopping.abort();
    await round;
    const waiting = 'select channel, stop_failures from channel_distributions where event_id = $1 and stop_due_at is not null';
    expect(await madang.context.database.sql(waiting, [eventId])).toEqual([{ channel: 'SNS', stop_failures: 0 }]);
    release();
    await stopChannels(madang.context);
    expect(madang.channels.cancelled).toContain(`${eventId}:SNS`);
  });

  it('never goes out when its end came before its beginning', async () => {
    const { eventId, ownerId, created, ended } = newEvent();
    await madang.publish(ended());
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toBeNull();
    await madang.publish(created());
    const cancelled = await madang.seen(eventId, ownerId, 'CANCELLED');
    await madang.publish(ended(), created());
    await madang.settled();
    expect(await madang.see(eventId, ownerId)).toEqual(cancelled);
    expect(madang.channels.keysOf(eventId)).toEqual([]);
    expect(await madang.completions(eventId)).toHaveLength(4);
  });
});
