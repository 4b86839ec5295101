import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { STANDARD_PACE } from '../sending-pace.ts';
import { startDistribution } from './distribution-service.ts';
import { newEvent } from './new-event.ts';

let madang: Awaited<ReturnType<typeof startDistribution>>;
const pace = { ...STANDARD_PACE, pollMs: 50, stopMs: 100 };
const cleanups = createCleanupStack();
beforeAll(async () => {
  madang = await startDistribution({ pace });
});
afterEach(cleanups.run);
afterAll(() => madang?.close());

const startHangingSender = () => {
  const sender = spawn(process.execPath, [fileURLToPath(new URL('hanging-sender.ts', import.meta.url)), madang.databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.add(() => sender.kill('SIGKILL'));
  return sender;
};

describe('two replicas', () => {
  it('never send an event to a channel twice', async () => {
    await madang.replica();
    const events = Array.from({ length: 50 }, () => newEvent());
    await Promise.all(events.map(({ created }) => madang.publish(created())));
    for (const { eventId, ownerId } of events) {
      await madang.seen(eventId, ownerId, 'DONE');
      expect(madang.channels.keysOf(eventId).toSorted()).toEqual(
        ['GENIE_TV', 'RINGO_BIZ', 'SNS', 'URIDONGNE_TV'].map((channel) => `${eventId}:${channel}`),
      );
      expect(await madang.completions(eventId)).toHaveLength(4);
    }
  });

  it('take up the channel of a killed sender, with the same idempotency key', async () => {
    pace.atOnce = 0;
    cleanups.add(() => {
      pace.atOnce = STANDARD_PACE.atOnce;
    });
    const sender = startHangingSender();
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    const [key] = await once(sender.stdout, 'data');
    sender.kill('SIGKILL');
    await once(sender, 'exit');
    expect(await madang.see(eventId, ownerId)).toMatchObject({ status: 'RUNNING', channels: [{ status: 'SENDING', attempts: 1 }] });
    pace.atOnce = STANDARD_PACE.atOnce;
    const done = await madang.seen(eventId, ownerId, 'DONE');
    expect(done.channels[0]).toMatchObject({ attempts: 2, expectedViews: 2_000 });
    expect(madang.channels.keysOf(eventId)).toEqual([String(key)]);
    expect(await madang.completions(eventId)).toEqual(['SNS DONE 2000 30000.00']);
  });

  it('refuse the end of a sender that comes after its lease went to another', async () => {
    const release = madang.channels.hold('SNS');
    cleanups.add(release);
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    await eventually(() => expect(madang.channels.keysOf(eventId)).toHaveLength(1));
    await madang.context.database.sql('update channel_distributions set due_at = now() where event_id = $1', [eventId]);
    await eventually(() => expect(madang.channels.keysOf(eventId)).toEqual([`${eventId}:SNS`, `${eventId}:SNS`]));
    release();
    const done = await madang.seen(eventId, ownerId, 'DONE');
    expect(done.channels[0]).toMatchObject({ attempts: 2 });
    await madang.settled();
    expect(await madang.completions(eventId)).toHaveLength(1);
    expect(await madang.see(eventId, ownerId)).toEqual(done);
  });

  it('do not send again what a killed sender left behind when the event has ended', async () => {
    const release = madang.channels.hold('SNS');
    cleanups.add(release);
    const { eventId, ownerId, created, ended } = newEvent(['SNS']);
    await madang.publish(created());
    await eventually(() => expect(madang.channels.keysOf(eventId)).toHaveLength(1));
    await madang.publish(ended());
    await madang.settled();
    await madang.context.database.sql('update channel_distributions set due_at = now() where event_id = $1', [eventId]);
    await madang.seen(eventId, ownerId, 'CANCELLED');
    expect(madang.channels.keysOf(eventId)).toHaveLength(1);
    expect(await madang.completions(eventId)).toEqual(['SNS CANCELLED 0 0.00']);
  });

  it('give back what they cannot wait for when they stop, and another one sends it at once', async () => {
    const stopping = await startDistribution({ pace });
    cleanups.add(stopping.close);
    stopping.channels.hold('SNS');
    const { eventId, created } = newEvent(['SNS']);
    await stopping.publish(created());
    await eventually(() => expect(stopping.channels.keysOf(eventId)).toHaveLength(1));
    const releaseTheNext = stopping.channels.hold('SNS');
    releaseTheNext();
    const { context } = await stopping.replica();
    await stopping.service.close();
    await eventually(async () =>
      expect(await context.database.sql('select status, attempts from channel_distributions')).toEqual([{ status: 'DONE', attempts: 2 }]),
    );
    expect(stopping.channels.keysOf(eventId)).toEqual([`${eventId}:SNS`, `${eventId}:SNS`]);
  });
});
