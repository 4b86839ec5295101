import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { within } from '#kit/within.ts';
import { type Shown, startDistribution } from './distribution-service.ts';
import { newEvent } from './new-event.ts';

let madang: Awaited<ReturnType<typeof startDistribution>>;
const cleanups = createCleanupStack();
beforeAll(async () => {
  madang = await startDistribution();
});
afterEach(cleanups.run);
afterAll(() => madang?.close());

const codeOf = ({ errors }: ExecutionResult) => errors?.[0]?.extensions.code;

describe('retryDistribution', () => {
  it('sends a failed channel again with the same key, and refuses what has not failed', async () => {
    const mend = madang.channels.break('SNS');
    cleanups.add(mend);
    const { eventId, ownerId, created } = newEvent(['SNS', 'GENIE_TV']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'PARTIAL');
    mend();
    const { data } = await madang.retry(eventId, 'SNS', ownerId);
    expect(data?.retryDistribution).toMatchObject({ event: { id: eventId } });
    const done = await madang.seen(eventId, ownerId, 'DONE');
    expect(done.channels[1]).toMatchObject({ channel: 'SNS', attempts: 2, error: null });
    expect(madang.channels.keysOf(eventId).filter((key) => key === `${eventId}:SNS`)).toHaveLength(2);
    expect(await madang.completions(eventId)).toHaveLength(2);
    expect(codeOf(await madang.retry(eventId, 'SNS', ownerId))).toBe('DIST_001');
  });

  it('takes one of ten at once', async () => {
    cleanups.add(madang.channels.break('SNS'));
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'FAILED');
    cleanups.add(madang.channels.hold('SNS'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => madang.retry(eventId, 'SNS', ownerId)));
    expect(answers.map(codeOf).filter((code) => code === undefined)).toHaveLength(1);
    expect(answers.map(codeOf).filter((code) => code === 'DIST_001')).toHaveLength(9);
  });

  it('says what is wrong: not a channel of the event, unknown, somebody else’s, nobody', async () => {
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    expect(codeOf(await madang.retry(eventId, 'GENIE_TV', ownerId))).toBe('DIST_002');
    expect(codeOf(await madang.retry(newEvent().eventId, 'SNS', ownerId))).toBe('EVENT_001');
    expect(codeOf(await madang.retry('nothing', 'SNS', ownerId))).toBe('EVENT_001');
    expect(codeOf(await madang.retry(eventId, 'SNS', newEvent().ownerId))).toBe('FORBIDDEN');
    expect(codeOf(await madang.retry(eventId, 'SNS', null))).toBe('UNAUTHENTICATED');
  });

  it('is for channels that gave up too: after the last attempt it publishes FAILED once', async () => {
    const mend = madang.channels.break('SNS');
    cleanups.add(mend);
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'FAILED');
    await madang.context.database.sql('update channel_distributions set attempts_left = 1, due_at = now() where event_id = $1', [eventId]);
    await eventually(async () => expect(await madang.completions(eventId)).toEqual(['SNS FAILED 0 0.00']));
    mend();
    await madang.retry(eventId, 'SNS', ownerId);
    await madang.seen(eventId, ownerId, 'DONE');
    expect(await madang.completions(eventId)).toEqual(['SNS FAILED 0 0.00', 'SNS DONE 2000 30000.00']);
  });
});

describe('the live distribution', () => {
  it('is pushed at once also to who writes the event’s id in capitals', async () => {
    const release = madang.channels.hold('SNS');
    cleanups.add(release);
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'RUNNING');
    const states = await madang.live(eventId.toUpperCase(), ownerId);
    cleanups.add(() => states.return(undefined));
    await states.next();
    release();
    const { value } = await within(3_000, 'The next state', states.next());
    expect(value.data.distribution.status).toBe('DONE');
  });

  it('waits for an event that was just published, then pushes versions that only grow, up to the last state', async () => {
    const release = madang.channels.hold('GENIE_TV');
    cleanups.add(release);
    const { eventId, ownerId, created } = newEvent();
    const following = madang.live(eventId, ownerId);
    await madang.publish(created());
    const states = await following;
    cleanups.add(() => states.return(undefined));
    const seen: Shown[] = [];
    for await (const { data } of states) {
      const shown: Shown = data?.distribution;
      seen.push(shown);
      if (shown.status === 'DONE') break;
      if (shown.channels.filter(({ status }) => status === 'DONE').length === 3) release();
    }
    const versions = seen.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(1);
    expect(await madang.see(eventId, ownerId)).toEqual(seen.at(-1));
  });

  it('is pushed at each step of a channel: PENDING, SENDING, FAILED, then DONE', async () => {
    const mend = madang.channels.break('SNS');
    cleanups.add(mend);
    const { eventId, ownerId, created } = newEvent(['SNS']);
    const following = madang.live(eventId, ownerId);
    let release = madang.channels.hold('SNS');
    await madang.publish(created());
    const states = await following;
    cleanups.add(() => states.return(undefined));
    const steps: string[] = [];
    for await (const { data } of states) {
      const shown: Shown = data?.distribution;
      const { status, attempts, error } = shown.channels[0]!;
      const step = `${status} ${attempts} ${shown.status} ${error ?? '-'}`;
      if (step !== steps.at(-1)) steps.push(step);
      if (status === 'SENDING') release();
      if (status === 'FAILED') {
        mend();
        release = madang.channels.hold('SNS');
        await madang.retry(eventId, 'SNS', ownerId);
      }
      if (status === 'DONE') break;
    }
    const seen = steps.filter((step) => !step.startsWith('PENDING'));
    expect(seen).toEqual([
      'SENDING 1 RUNNING -',
      'FAILED 1 FAILED The event could not be sent to the channel. Retry it when this goes on.',
      'SENDING 2 RUNNING The event could not be sent to the channel. Retry it when this goes on.',
      'DONE 2 DONE -',
    ]);
  });

  it('is EVENT_001 when the event does not come within 10 s, at once for what cannot be an event', async () => {
    const { eventId, ownerId } = newEvent();
    await expect(madang.live('nothing', ownerId)).rejects.toThrow('EVENT_001');
    await expect(madang.live(eventId, ownerId)).rejects.toThrow('EVENT_001');
  });

  it('is its owner’s, like Event.distribution', async () => {
    const { eventId, ownerId, created } = newEvent(['SNS']);
    await madang.publish(created());
    await madang.seen(eventId, ownerId, 'DONE');
    const stranger = newEvent().ownerId;
    await expect(madang.live(eventId, stranger)).rejects.toThrow('FORBIDDEN');
    await expect(madang.live(eventId, null)).rejects.toThrow('UNAUTHENTICATED');
    expect(codeOf(await madang.read(eventId, stranger))).toBe('FORBIDDEN');
    expect(codeOf(await madang.read(eventId, null))).toBe('UNAUTHENTICATED');
    expect((await madang.read(eventId, stranger)).data?._entities).toEqual([{ distribution: null }]);
  });
});
