import type { Metrics } from '#kit/metrics.ts';
import { createRemoteCallMetrics } from '#kit/remote-call-metrics.ts';
import type { RemoteCallPace } from '#kit/remote-calls.ts';
import type { Channel } from '#schema/enums.ts';
import type { ChannelAdapter } from './channel-adapter.ts';
import { createPartnerClient, PARTNER_PACE, type Partner, type PartnerClient, partnerAnswers } from './partner-client.ts';

const CAMPAIGNS = '/v1/campaigns';

export type HttpChannelsOptions = { metrics: Metrics; pace?: RemoteCallPace; now?: () => Date };

/** The channels behind their partners' API (docs/partner-api.md). Each has its own circuit, so that none holds up another. */
export const httpChannels = (
  partners: Readonly<Record<Channel, Partner>>,
  { metrics, pace = PARTNER_PACE, now = () => new Date() }: HttpChannelsOptions,
): ChannelAdapter => {
  const calls = createRemoteCallMetrics(metrics, {
    prefix: 'madang_channel',
    purpose: "reach a channel's partner",
    labelNames: ['channel'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  const clients = Object.fromEntries(
    Object.entries(partners).map(([channel, partner]) => [channel, createPartnerClient(channel, partner, { calls, pace, now })]),
  ) as Record<Channel, PartnerClient>;
  return {
    name: 'http',
    async send({ eventId, channel, title, startsAt, endsAt }, idempotencyKey, signal) {
      const body = { eventId, channel, title, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
      const { id, ...terms } = await clients[channel](
        { method: 'POST', path: CAMPAIGNS, idempotencyKey, body, answer: partnerAnswers.campaign },
        signal,
      );
      return { externalId: id, ...terms };
    },
    measure: ({ channel }, externalId, signal) =>
      clients[channel](
        { method: 'GET', path: `${CAMPAIGNS}/${encodeURIComponent(externalId)}/figures`, answer: partnerAnswers.figures },
        signal,
      ),
    async cancel({ eventId, channel }, idempotencyKey, signal) {
      const body = { eventId, channel };
      await clients[channel](
        { method: 'POST', path: `${CAMPAIGNS}/cancel`, idempotencyKey, body, answer: partnerAnswers.cancelled },
        signal,
      );
    },
  };
};
