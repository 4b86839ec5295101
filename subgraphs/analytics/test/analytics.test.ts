import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLoaders } from '../loaders.ts';
import { startAnalytics } from './analytics-service.ts';

let madang: Awaited<ReturnType<typeof startAnalytics>>;
beforeAll(async () => {
  madang = await startAnalytics();
});
afterAll(() => madang.close());

const codes = ({ errors = [] }: { errors?: readonly { extensions: Record<string, unknown> }[] }) =>
  errors.map(({ extensions }) => extensions.code);
const timeline = (args: string) => `timeline(${args}) { at participants }`;

describe('Event.analytics', () => {
  it('is null with FORBIDDEN for somebody else, with UNAUTHENTICATED for nobody, and null for an unknown event', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    await madang.publish(of.created());
    await madang.seen(eventId, ownerId, { participants: 0, channels: [{ channel: 'URIDONGNE_TV' }, { channel: 'SNS' }] });
    const stranger = await madang.read(eventId, madang.newEvent().ownerId);
    expect([stranger.data?._entities, codes(stranger)]).toEqual([[{ analytics: null }], ['FORBIDDEN']]);
    expect(codes(await madang.read(eventId, null))).toEqual(['UNAUTHENTICATED']);
    expect(await madang.read('nothing', ownerId)).toEqual({ data: { _entities: [{ analytics: null }] } });
  });

  it('shows entries by hour and by Korean day, gaps filled', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    const entries = ['2026-05-01T14:10:00Z', '2026-05-01T14:59:59.999Z', '2026-05-01T15:00:00Z', '2026-05-04T00:00:00Z'];
    await madang.publish(of.created(), ...entries.map((registeredAt, index) => of.registered(index + 1, { registeredAt })));
    await madang.seen(eventId, ownerId, { participants: 4, participantsDelta: 0 });
    const range = 'from: "2026-05-01T13:00:00Z", to: "2026-05-01T16:00:00Z"';
    const fields = `hours: ${timeline(`interval: HOUR, ${range}`)} days: ${timeline('interval: DAY, to: "2026-05-03T09:00:00+09:00"')}`;
    const { data } = await madang.read(eventId, ownerId, fields);
    expect(data?._entities[0].analytics).toEqual({
      hours: [
        { at: '2026-05-01T13:00:00.000Z', participants: 0 },
        { at: '2026-05-01T14:00:00.000Z', participants: 2 },
        { at: '2026-05-01T15:00:00.000Z', participants: 1 },
      ],
      days: [
        { at: '2026-04-30T15:00:00.000Z', participants: 2 },
        { at: '2026-05-01T15:00:00.000Z', participants: 1 },
        { at: '2026-05-02T15:00:00.000Z', participants: 0 },
      ],
    });
  });

  it('shows a timeline of any days that can be asked for', async () => {
    const { eventId, of, ownerId } = madang.newEvent();
    await madang.publish(of.created());
    await madang.seen(eventId, ownerId, { participants: 0 });
    for (const [from, to] of [
      ['0001-01-03T00:00:00Z', '0001-01-03T01:00:00Z'],
      ['9999-12-28T23:00:00Z', '9999-12-28T23:59:59Z'],
    ]) {
      const { errors, data } = await madang.read(eventId, ownerId, timeline(`interval: DAY, from: "${from}", to: "${to}"`));
      expect([errors, data?._entities[0].analytics.timeline.length]).toEqual([undefined, expect.any(Number)]);
    }
  });

  it('refuses a timeline of more than 1,000 points and names the field', async () => {
    const { eventId, ownerId, of } = madang.newEvent();
    await madang.publish(of.created());
    await madang.seen(eventId, ownerId, { participants: 0 });
    const { errors } = await madang.read(eventId, ownerId, timeline('interval: HOUR, from: "1990-01-01T00:00:00Z"'));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'from' });
  });
});

describe('User.analytics', () => {
  const ask = (userId: string, askedBy: string) =>
    madang.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { analytics {
        events participants participantsDelta totalViews totalCost revenue roi version channels { channel participants }
        ${timeline('interval: DAY')} } } } }`,
      { of: [{ __typename: 'User', id: userId }] },
      askedBy,
    );

  it("adds up all of the owner's events", async () => {
    const first = madang.newEvent();
    const { eventId, of } = madang.newEvent();
    const now = { registeredAt: new Date().toISOString() };
    await madang.publish(first.of.created(), first.of.registered(1, now), first.of.completed('SNS', { expectedViews: 2_000 }));
    await madang.publish(of.created({ ownerId: first.ownerId }), of.registered(1, { ...now, channel: 'URIDONGNE_TV' }));
    await madang.seen(eventId, first.ownerId, { participants: 1 });
    await madang.seen(first.eventId, first.ownerId, { participants: 1, totalViews: 2_000 });
    const { data } = await ask(first.ownerId, first.ownerId);
    expect(data?._entities[0].analytics).toMatchObject({
      events: 2,
      participants: 2,
      participantsDelta: 2,
      totalViews: 2_000,
      totalCost: '250000.00',
      revenue: '6000.00',
      roi: '-97.60',
      channels: [
        { channel: 'URIDONGNE_TV', participants: 1 },
        { channel: 'SNS', participants: 1 },
      ],
      timeline: [{ participants: 2 }],
    });
  });

  it('is FORBIDDEN for somebody else', async () => {
    expect(codes(await ask(madang.newEvent().ownerId, madang.newEvent().ownerId))).toEqual(['FORBIDDEN']);
  });
});

describe('many events in one request', () => {
  it('are read in one statement for their versions and one for each kind of figure', async () => {
    const events = Array.from({ length: 20 }, () => madang.newEvent());
    await madang.publish(...events.flatMap(({ of }) => [of.created(), of.registered(1)]));
    await madang.settled();
    const { database, ...rest } = madang.context;
    let statements = 0;
    const sql: typeof database.sql = (...statement) => {
      statements++;
      return database.sql(...statement);
    };
    const load = createLoaders({ ...rest, database: { ...database, sql } });
    const range = { interval: 'HOUR' as const, start: Date.parse('2026-05-01T00:00:00Z'), end: Date.parse('2026-05-01T01:00:00Z') };
    const read = await Promise.all(
      events.map(({ eventId }) =>
        Promise.all([load.statistics(eventId), load.delta([eventId]), load.counts({ eventIds: [eventId], range })]),
      ),
    );
    expect(statements).toBe(4);
    expect(
      read.every(([statistics, delta, counts]) => statistics?.participants === 1 && delta === 0 && counts.get(range.start) === 1),
    ).toBe(true);
  });
});
