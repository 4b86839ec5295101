import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { createMetrics } from '#kit/metrics.ts';
import { outboxEntry } from '#kit/outbox.ts';
import type { RemoteCallPace } from '#kit/remote-calls.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import { Channel } from '#schema/enums.ts';
import { EventEnded } from '#schema/events/event.ts';
import type { ChannelAdapter } from '#subgraphs/distribution/channels/channel-adapter.ts';
import { httpChannels } from '#subgraphs/distribution/channels/http.ts';
import { PARTNER_PACE, type Partner } from '#subgraphs/distribution/channels/partner-client.ts';
import { service } from '#subgraphs/distribution/main.ts';
import { newEvent } from '#subgraphs/distribution/test/new-event.ts';
import { type PartnerSimulator, startPartnerSimulator } from './partner-simulator.ts';

export const SECRET = 'a-secret-of-at-least-32-characters';

/** The partners' pace with shorter times, so that a test sees an outage end. */
const QUICK_PACE: RemoteCallPace = {
  ...PARTNER_PACE,
  attemptMs: 800,
  backoff: { firstMs: 2, capMs: 8 },
  breaker: { ...PARTNER_PACE.breaker, halfOpenAfterMs: 1_000 },
};

type ChannelsOptions = { secret?: string; now?: () => Date; metrics?: ReturnType<typeof createMetrics> };

/** The four channels behind one simulated partner. */
export const channelsOf = (partner: PartnerSimulator, { secret = SECRET, ...options }: ChannelsOptions = {}): ChannelAdapter => {
  const partners = Object.fromEntries(Channel.options.map((channel) => [channel, { url: partner.urlOf(channel), secret }]));
  return httpChannels(partners as Record<Channel, Partner>, { metrics: createMetrics(), pace: QUICK_PACE, ...options });
};

type Row = {
  channel: Channel;
  status: string;
  attempts: number;
  error: string | null;
  due_at: string | null;
  stop_due_at: string | null;
};

/** The distribution service with a simulated partner behind its channels, and what the event domain would publish. */
export const startPartneredDistribution = async () => {
  const partner = await startPartnerSimulator({ secret: SECRET });
  const metrics = createMetrics();
  const channels = channelsOf(partner, { metrics });
  const { context, adapters, close } = await startTestService(service, { LOG_LEVEL: 'silent' }, { channels });
  const { sql } = context.database;
  const rows = (eventId: string) => sql<Row>('select * from channel_distributions where event_id = $1 order by channel', [eventId]);
  return {
    partner,
    metrics,
    context,
    rows,
    publishEvent: async (shownOn: readonly Channel[]): Promise<string> => {
      const { eventId, created } = newEvent(shownOn);
      await adapters.bus.publish([created()]);
      return eventId;
    },
    end: (eventId: string) =>
      adapters.bus.publish([
        outboxEntry(EventEnded, { eventId, ownerId: randomUUID(), endedAt: new Date().toISOString(), reason: 'OWNER' }),
      ]),
    /** The event's channels once they have these statuses, in the order of their names. */
    becomes: (eventId: string, ...statuses: string[]): Promise<Row[]> =>
      eventually(async () => {
        const found = await rows(eventId);
        expect(found.map(({ status }) => status)).toEqual(statuses);
        return found;
      }),
    /** What the service published about an event. */
    published: async <Data>(type: string, eventId: string): Promise<Data[]> =>
      (await sql<{ data: Data }>('select data from outbox where type = $1 and key = $2 order by id', [type, eventId])).map(
        ({ data }) => data,
      ),
    seenOf: (eventId: string) => partner.seen.filter(({ key }) => key.startsWith(eventId)),
    /** Brings the scheduled retry of failed channels forward. */
    due: (eventId: string) => sql(`update channel_distributions set due_at = now() where event_id = $1 and status = 'FAILED'`, [eventId]),
    /** Ends every fault, and every outage that the service still remembers. */
    recover: async (): Promise<void> => {
      Channel.options.forEach(partner.mend);
      const { signal } = new AbortController();
      for (const channel of Channel.options)
        await eventually(() => channels.cancel({ eventId: randomUUID(), channel }, 'closes the circuit', signal));
    },
    close: async (): Promise<void> => {
      await close();
      await partner.close();
    },
  };
};

export type PartneredDistribution = Awaited<ReturnType<typeof startPartneredDistribution>>;
