import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phoneOf, startParticipation } from './participation-service.ts';

let madang: Awaited<ReturnType<typeof startParticipation>>;
beforeAll(async () => {
  madang = await startParticipation();
});
afterAll(() => madang.close());

const PULSE = 'subscription ($eventId: ID!) { eventPulse(eventId: $eventId) { participantCount status version event { id } } }';
const FEED = `subscription ($eventId: ID!, $after: String) {
  participantRegistered(eventId: $eventId, after: $after) { cursor node { name phone entryNumber } }
}`;

type Stream = AsyncGenerator<{ data?: Record<string, unknown> | null }>;

const until = async <Item>(stream: Stream, field: string, done: (items: Item[]) => boolean): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const { data } of stream) {
    items.push(data?.[field] as Item);
    if (done(items)) return items;
  }
  return items;
};

type Pulse = { participantCount: number; status: string; version: number; event: { id: string } };
type Edge = { cursor: string; node: { name: string; phone: string; entryNumber: number } };

const upTo = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n);
const numbersOf = (edges: Edge[]): number[] => edges.map(({ node }) => node.entryNumber);

describe('eventPulse', () => {
  it('shows everybody the count live, conflated, with versions that only grow', async () => {
    const { eventId } = await madang.event();
    const pulse = await madang.live(PULSE, { eventId });
    const entering = Promise.all(upTo(1, 60).map((n) => madang.enter(eventId, { phone: phoneOf(n) })));
    const pulses = await until<Pulse>(pulse, 'eventPulse', (seen) => seen.at(-1)?.participantCount === 60);
    await entering;
    expect(pulses[0]).toMatchObject({ status: 'OPEN', event: { id: eventId } });
    expect(pulses.length).toBeLessThan(40);
    const versions = pulses.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  });

  it('tells by itself when time opens and ends the event', async () => {
    const { eventId } = await madang.event({
      startsAt: new Date(Date.now() + 700).toISOString(),
      endsAt: new Date(Date.now() + 1_400).toISOString(),
    });
    const pulses = await until<Pulse>(await madang.live(PULSE, { eventId }), 'eventPulse', (seen) => seen.at(-1)?.status === 'ENDED');
    expect(pulses.map(({ status }) => status)).toEqual(['SCHEDULED', 'OPEN', 'ENDED']);
    expect(pulses.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('tells of an early end and of entries at another replica', async () => {
    const event = await madang.event();
    const replica = await madang.replica();
    const pulse = await replica.live(PULSE, { eventId: event.eventId });
    await madang.enter(event.eventId);
    await madang.end(event);
    const pulses = await until<Pulse>(pulse, 'eventPulse', (seen) => seen.at(-1)?.status === 'ENDED');
    expect(pulses.at(-1)).toMatchObject({ participantCount: 1, status: 'ENDED' });
  });

  it('waits for an event that is just being published', async () => {
    const event = { eventId: randomUUID(), ownerId: randomUUID() };
    const waiting = madang.live(PULSE, { eventId: event.eventId });
    await madang.announce(event);
    const [first] = await until<Pulse>(await waiting, 'eventPulse', () => true);
    expect(first).toMatchObject({ participantCount: 0, status: 'OPEN' });
  });

  it('says EVENT_001 for an event that does not come in 10 s', async () => {
    const begun = Date.now();
    await expect(madang.live(PULSE, { eventId: randomUUID() })).rejects.toThrow('EVENT_001');
    expect(Date.now() - begun).toBeGreaterThan(9_500);
    await expect(madang.live(PULSE, { eventId: 'x' })).rejects.toThrow('EVENT_001');
  });
});

describe('participantRegistered', () => {
  it('brings every participant once, in order, under concurrent entries, and goes on after a cursor', async () => {
    const { eventId, ownerId } = await madang.event();
    const feed = await madang.live(FEED, { eventId }, ownerId);
    const entering = Promise.all(upTo(1, 80).map((n) => madang.enter(eventId, { phone: phoneOf(n), name: '김철수' })));
    const seen = await until<Edge>(feed, 'participantRegistered', (edges) => edges.length === 30);
    expect(numbersOf(seen)).toEqual(upTo(1, 30));
    expect(seen[0]?.node.name).toBe('김철수');
    const resumed = await madang.live(FEED, { eventId, after: seen.at(-1)?.cursor }, ownerId);
    const rest = await until<Edge>(resumed, 'participantRegistered', (edges) => edges.length === 50);
    expect(numbersOf(rest)).toEqual(upTo(31, 80));
    await entering;
    const again = await madang.live(FEED, { eventId, after: '0' }, ownerId);
    expect(numbersOf(await until<Edge>(again, 'participantRegistered', (edges) => edges.length === 80))).toEqual(upTo(1, 80));
  });

  it('begins now without a cursor', async () => {
    const { eventId, ownerId } = await madang.event();
    await madang.enter(eventId, { phone: phoneOf(1) });
    const feed = await madang.live(FEED, { eventId }, ownerId);
    await madang.enter(eventId, { phone: phoneOf(2) });
    expect(numbersOf(await until<Edge>(feed, 'participantRegistered', () => true))).toEqual([2]);
  });

  it('is its owner’s alone, and refuses what is no cursor', async () => {
    const { eventId, ownerId } = await madang.event();
    await expect(madang.live(FEED, { eventId })).rejects.toThrow('UNAUTHENTICATED');
    await expect(madang.live(FEED, { eventId }, randomUUID())).rejects.toThrow('FORBIDDEN');
    await expect(madang.live(FEED, { eventId, after: 'x' }, ownerId)).rejects.toThrow('BAD_USER_INPUT');
  });
});
