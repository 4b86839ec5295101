import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { slideDeltas } from '../slide-deltas.ts';
import { startAnalytics } from './analytics-service.ts';

const EVENT = 'subscription ($eventId: ID!) { eventDashboard(eventId: $eventId) { participants participantsDelta version event { id } } }';
const USER = 'subscription { userDashboard { events participants version user { id } roiDetails { event { id } revenue } } }';
const HOUR_MS = 3_600_000;

let madang: Awaited<ReturnType<typeof startAnalytics>>;
const cleanups = createCleanupStack();
beforeAll(async () => {
  madang = await startAnalytics();
});
afterEach(cleanups.run);
afterAll(() => madang.close());

type Dashboard = { participants: number; participantsDelta: number; version: number; [field: string]: unknown };

const follow = async (document: string, variables: object, userId: string) => {
  const states = await madang.live(document, { ...variables }, userId);
  cleanups.add(() => states.return(undefined));
  const next = async (): Promise<Dashboard> => Object.values((await states.next()).value.data as Record<string, Dashboard>)[0] as Dashboard;
  return {
    next,
    /** The states up to the first that is as wanted. */
    until: async (wanted: (state: Dashboard) => boolean): Promise<Dashboard[]> => {
      const seen: Dashboard[] = [];
      do seen.push(await next());
      while (!wanted(seen.at(-1) as Dashboard));
      return seen;
    },
  };
};

const refusal = (subscription: Promise<unknown>) => expect(subscription).rejects;

describe('eventDashboard', () => {
  it('waits for an event that was just published, then pushes versions that only grow, up to exactly 100', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const following = follow(EVENT, { eventId }, ownerId);
    await madang.publish(of.registered(1));
    await madang.publish(of.created());
    const board = await following;
    expect(await board.next()).toMatchObject({ participants: 1, event: { id: eventId } });
    await Promise.all(Array.from({ length: 99 }, (_, index) => madang.publish(of.registered(index + 2))));
    const versions = (await board.until(({ participants }) => participants >= 100)).map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(await madang.see(eventId, ownerId)).toMatchObject({ participants: 100 });
  });

  it('is FORBIDDEN for somebody else, UNAUTHENTICATED for nobody, and EVENT_001 for what cannot be an event', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    await madang.publish(of.created());
    await madang.seen(eventId, ownerId, { participants: 0 });
    await refusal(madang.live(EVENT, { eventId }, madang.newEvent().ownerId)).toThrow('FORBIDDEN');
    await refusal(madang.live(EVENT, { eventId })).toThrow('UNAUTHENTICATED');
    await refusal(madang.live(EVENT, { eventId: 'nothing' }, ownerId)).toThrow('EVENT_001');
  });

  it('pushes a new version when time changes the delta: last 24 hours against the 24 before', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const ago = (hours: number) => ({ registeredAt: new Date(Date.now() - hours * HOUR_MS).toISOString() });
    await madang.publish(
      of.created(),
      of.registered(1, ago(1)),
      of.registered(2, ago(2)),
      of.registered(3, ago(30)),
      of.registered(4, ago(60)),
    );
    await madang.seen(eventId, ownerId, { participants: 4, participantsDelta: 1 });
    const later = (hours: number) => slideDeltas({ ...madang.context, now: () => new Date(Date.now() + hours * HOUR_MS) });
    const { version } = await madang.see(eventId, ownerId);
    const board = await follow(EVENT, { eventId }, ownerId);
    expect(await board.next()).toMatchObject({ version });
    await later(21);
    await later(21);
    expect(await board.next()).toMatchObject({ version: version + 1 });
    await later(22.5);
    await later(23.5);
    await later(100);
    await later(200);
    expect(await madang.see(eventId, ownerId)).toMatchObject({ version: version + 4 });
  });
});

describe('userDashboard', () => {
  it('begins with zeros, then adds up the events; its version is the sum of theirs', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const board = await follow(USER, {}, ownerId);
    expect(await board.next()).toMatchObject({ events: 0, participants: 0, version: 0, user: { id: ownerId } });
    await madang.publish(of.created(), of.registered(1));
    await board.until(({ participants }) => participants === 1);
    const second = madang.newEvent();
    const created = second.of.created({ ownerId, createdAt: '2026-05-02T00:00:00.000Z' });
    await madang.publish(created, second.of.registered(1), second.of.registered(2));
    const last = (await board.until(({ participants }) => participants === 3)).at(-1);
    const versions = [(await madang.see(eventId, ownerId)).version, (await madang.see(second.eventId, ownerId)).version];
    expect(last).toMatchObject({
      events: 2,
      version: versions[0] + versions[1],
      roiDetails: [
        { event: { id: second.eventId }, revenue: '6000.00' },
        { event: { id: eventId }, revenue: '3000.00' },
      ],
    });
  });

  it('is UNAUTHENTICATED for nobody', () => refusal(madang.live(USER)).toThrow('UNAUTHENTICATED'));
});
