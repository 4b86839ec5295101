import { expect } from '@jest/globals';
import type { Message } from '#kit/define-event.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import type { Channel } from '#schema/enums.ts';
import type { DistributionCompletedData } from '#schema/events/distribution.ts';
import type { Context } from '../context.ts';
import { service } from '../main.ts';
import { pacedChannels } from './paced-channels.ts';

const FIELDS =
  'status version completedAt event { id } channels { channel status attempts expectedViews cost externalId error completedAt }';
const READ = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Event { distribution { ${FIELDS} } } } }`;
const LIVE = `subscription ($eventId: ID!) { distribution(eventId: $eventId) { ${FIELDS} } }`;
const RETRY = `mutation ($eventId: ID!, $channel: Channel!) { retryDistribution(eventId: $eventId, channel: $channel) { ${FIELDS} } }`;

export type Shown = {
  status: string;
  version: number;
  completedAt: string | null;
  channels: { channel: Channel; status: string; attempts: number; expectedViews: number; cost: string; error: string | null }[];
};

/** Distribution with a database of its own, channels that the test paces, and what the event domain and an owner would do. */
export const startDistribution = async (overrides: Partial<Context> = {}) => {
  const channels = pacedChannels();
  const started = await startTestService(service, {}, { channels, ...overrides });
  const read = (eventId: string, userId: string | null) => started.ask(READ, { of: [{ __typename: 'Event', id: eventId }] }, userId);
  const see = async (eventId: string, userId: string): Promise<Shown | null> =>
    (await read(eventId, userId)).data?._entities[0]?.distribution ?? null;
  return {
    ...started,
    channels,
    read,
    see,
    publish: (...messages: Message[]) => started.adapters.bus.publish(messages),
    live: (eventId: string, userId: string | null) => started.live(LIVE, { eventId }, userId),
    retry: (eventId: string, channel: Channel, userId: string | null) => started.ask(RETRY, { eventId, channel }, userId),
    /** Waits until the owner sees this status. */
    seen: (eventId: string, ownerId: string, status: string): Promise<Shown> =>
      eventually(async () => {
        const shown = await see(eventId, ownerId);
        expect(shown).toMatchObject({ status });
        return shown as Shown;
      }),
    /** Waits until every message has had its effect. */
    settled: () =>
      eventually(async () => {
        const waiting = 'select 1 from inbox where done_at is null and parked_at is null limit 1';
        expect(await started.context.database.sql(waiting)).toEqual([]);
      }),
    /** The `distribution.completed` messages about an event: channel and status. */
    completions: async (eventId: string): Promise<string[]> =>
      (
        await started.context.database.sql<{ data: DistributionCompletedData }>(
          `select data from outbox where type = 'distribution.completed' and key = $1 order by id`,
          [eventId],
        )
      ).map(({ data }) => `${data.channel} ${data.status} ${data.expectedViews} ${data.cost}`),
  };
};
