import { randomUUID } from 'node:crypto';
import { outboxEntry } from '#kit/outbox.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import { EventCreated, type EventCreatedData, EventEnded } from '#schema/events/event.ts';
import { service as participation } from '../main.ts';

const HOUR = 3_600_000;

const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

export const PARTICIPATE =
  'mutation ($input: ParticipateInput!) { participate(input: $input) { id entryNumber registeredAt event { id } } }';
export const DRAW = `mutation ($eventId: ID!, $count: Int!, $bonus: Boolean) {
  drawWinners(eventId: $eventId, count: $count, storeVisitBonus: $bonus) {
    id seed commitment algorithm count entries entriesHash winners { id name phone entryNumber winner }
  }
}`;
export const EVENT = `query ($event: [_Any!]!, $search: String, $channel: Channel, $storeVisit: Boolean, $winner: Boolean, $first: Int, $after: String) {
  _entities(representations: $event) {
    ... on Event {
      participantCount drawCommitment participantsExport
      draw { seed commitment count winners { name phone entryNumber } }
      participants(search: $search, channel: $channel, storeVisit: $storeVisit, winner: $winner, first: $first, after: $after) {
        edges { cursor node { id name phone channel storeVisit entryNumber winner registeredAt } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
}`;

/** The phone number of the n-th customer. */
export const phoneOf = (number: number): string => `010${String(number).padStart(8, '0')}`;

/** One participation service with everything about it real, and what tests say to it. */
export const startParticipation = async (environment: Record<string, string> = {}) => {
  const service = await startTestService(participation, environment);
  const { ask, adapters, context } = service;
  const count = async (statement: string, parameters: unknown[] = []): Promise<number> =>
    Number((await context.database.sql<{ count: string }>(statement, parameters))[0]?.count);
  const known = (eventId: string) => count('select count(*) from events where id = $1::uuid', [eventId]);
  const announce = (event: Partial<EventCreatedData> & { eventId: string; ownerId: string }) =>
    adapters.bus.publish([outboxEntry(EventCreated, { ...someEvent(), ...event })]);
  return {
    ...service,
    count,
    known,
    announce,
    /** An event that is known here. */
    event: async (given: Partial<EventCreatedData> = {}) => {
      const event = { eventId: randomUUID(), ownerId: randomUUID(), ...given };
      await announce(event);
      await eventually(async () => (await known(event.eventId)) === 1);
      return event;
    },
    end: (event: { eventId: string; ownerId: string }) =>
      adapters.bus.publish([
        outboxEntry(EventEnded, { eventId: event.eventId, ownerId: event.ownerId, endedAt: new Date().toISOString(), reason: 'OWNER' }),
      ]),
    enter: (eventId: string, input: Record<string, unknown> = {}) => ask(PARTICIPATE, { input: { eventId, ...customer(), ...input } }),
    draw: (eventId: string, winners: number, userId: string | null, bonus = false) => ask(DRAW, { eventId, count: winners, bonus }, userId),
    see: async (eventId: string, userId: string | null = null, filters: Record<string, unknown> = {}) => {
      const { data, errors } = await ask(EVENT, { event: [{ __typename: 'Event', id: eventId }], ...filters }, userId);
      return { event: data?._entities[0], codes: errors?.map(({ extensions }) => extensions.code) ?? [], errors };
    },
  };
};

const someEvent = (): Omit<EventCreatedData, 'eventId' | 'ownerId'> => ({
  objective: 'SALES',
  title: '봄맞이 이벤트',
  channels: ['URIDONGNE_TV', 'SNS'],
  startsAt: inHours(-1),
  endsAt: inHours(24),
  estimatedCost: '100000.00',
  revenuePerParticipant: '5000.00',
  targetRoi: null,
  createdAt: inHours(-1),
});

export const customer = () => ({ name: '김철수', phone: '01012345678', channel: 'SNS', consentPersonalInfo: true });

export { inHours };
