import type { Log } from '#kit/log.ts';
import type { Channel } from '#schema/enums.ts';
import type { ChannelAdapter } from './channel-adapter.ts';

/** What each simulated channel promises and charges for an event; won, scale 2. */
export const simulatedTerms: Readonly<Record<Channel, { expectedViews: number; cost: string }>> = {
  URIDONGNE_TV: { expectedViews: 5_000, cost: '150000.00' },
  GENIE_TV: { expectedViews: 10_000, cost: '300000.00' },
  RINGO_BIZ: { expectedViews: 3_000, cost: '60000.00' },
  SNS: { expectedViews: 2_000, cost: '30000.00' },
};

/** The default mode (spec §5): logs what would go out, succeeds at once, and measures what it promised. */
export const simulatedChannels = (log: Log): ChannelAdapter => ({
  name: 'simulated',
  async send({ eventId, channel }, idempotencyKey) {
    log.info({ eventId, channel }, 'an event went out on a simulated channel');
    return { externalId: `simulated-${idempotencyKey}`, ...simulatedTerms[channel] };
  },
  async measure({ channel }) {
    const { expectedViews, cost } = simulatedTerms[channel];
    return { impressions: expectedViews, cost };
  },
  async cancel({ eventId, channel }) {
    log.info({ eventId, channel }, 'an event was taken off a simulated channel');
  },
});
