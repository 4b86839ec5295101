import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Environment } from '#kit/config.ts';
import type { Message } from '#kit/define-event.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import { service } from '../main.ts';
import { messagesOf } from './messages.ts';

const FIGURES = `
  participants participantsDelta totalViews conversionRate totalCost revenue roi targetRoi version
  channels { channel impressions participants conversionRate cost roi }`;

/** Analytics with a database of its own, and what the other domains would do and see. */
export const startAnalytics = async (environment: Environment = {}) => {
  const analytics = await startTestService(service, environment);
  const publish = (...messages: Message[]) => analytics.adapters.bus.publish(messages);
  const newEvent = () => {
    const [eventId, ownerId] = [randomUUID(), randomUUID()];
    return { eventId, ownerId, of: messagesOf(eventId, ownerId) };
  };
  const read = (eventId: string, userId: string | null, fields = FIGURES) =>
    analytics.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Event { analytics { ${fields} } } } }`,
      { of: [{ __typename: 'Event', id: eventId }] },
      userId,
    );
  const see = async (eventId: string, userId: string) => (await read(eventId, userId)).data?._entities[0]?.analytics;
  return {
    ...analytics,
    publish,
    newEvent,
    read,
    see,
    /** Waits until the owner sees these figures. */
    seen: (eventId: string, ownerId: string, figures: object) =>
      eventually(async () => {
        const analytics = await see(eventId, ownerId);
        expect(analytics).toMatchObject(figures);
        return analytics;
      }),
    /** Waits until every message has had its effect. */
    settled: () =>
      eventually(async () => {
        const waiting = 'select 1 from inbox where done_at is null and parked_at is null limit 1';
        expect(await analytics.context.database.sql(waiting)).toEqual([]);
      }),
  };
};
