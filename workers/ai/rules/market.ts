import { channelNames } from '#schema/channel-names.ts';
import type { BudgetTier, Channel, Objective } from '#schema/enums.ts';
import type { RegionKind } from './region.ts';

/** A channel's offer: `price` in won for one event, people reached in an average city, and the share of them who take part. */
type ChannelOffer = { name: string; price: number; reach: number; response: number; regional: Record<RegionKind, number> };

export const channelOffers: Record<Channel, ChannelOffer> = {
  URIDONGNE_TV: {
    name: channelNames.URIDONGNE_TV,
    price: 150_000,
    reach: 5_000,
    response: 0.008,
    regional: { METROPOLITAN: 1, CITY: 1, COUNTY: 0.7 },
  },
  GENIE_TV: {
    name: channelNames.GENIE_TV,
    price: 300_000,
    reach: 10_000,
    response: 0.004,
    regional: { METROPOLITAN: 1.2, CITY: 1, COUNTY: 0.6 },
  },
  RINGO_BIZ: {
    name: channelNames.RINGO_BIZ,
    price: 80_000,
    reach: 3_000,
    response: 0.012,
    regional: { METROPOLITAN: 1.1, CITY: 1, COUNTY: 0.6 },
  },
  SNS: { name: channelNames.SNS, price: 50_000, reach: 2_000, response: 0.02, regional: { METROPOLITAN: 1.5, CITY: 1, COUNTY: 0.4 } },
};

/** `response`: how readily people answer; `spending`: the part of an average purchase that one participant brings in. */
export const objectiveEffects: Record<Objective, { name: string; response: number; spending: number }> = {
  NEW_CUSTOMERS: { name: '신규 고객 유치', response: 1, spending: 0.5 },
  REVISIT: { name: '재방문 유도', response: 0.8, spending: 0.8 },
  SALES: { name: '매출 증대', response: 0.9, spending: 0.7 },
  AWARENESS: { name: '인지도 향상', response: 1.3, spending: 0.25 },
};

/** A dearer prize draws more people. */
export const prizeAppeal: Record<BudgetTier, number> = { LOW: 0.9, MEDIUM: 1, HIGH: 1.15 };

export const regionalSpending: Record<RegionKind, number> = { METROPOLITAN: 1.1, CITY: 1, COUNTY: 0.9 };

const mixes: Record<Objective, Record<BudgetTier, readonly Channel[]>> = {
  NEW_CUSTOMERS: {
    LOW: ['RINGO_BIZ', 'SNS'],
    MEDIUM: ['URIDONGNE_TV', 'RINGO_BIZ', 'SNS'],
    HIGH: ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'],
  },
  REVISIT: { LOW: ['RINGO_BIZ'], MEDIUM: ['RINGO_BIZ', 'SNS'], HIGH: ['URIDONGNE_TV', 'RINGO_BIZ', 'SNS'] },
  SALES: { LOW: ['RINGO_BIZ', 'SNS'], MEDIUM: ['URIDONGNE_TV', 'SNS'], HIGH: ['URIDONGNE_TV', 'GENIE_TV', 'SNS'] },
  AWARENESS: { LOW: ['SNS'], MEDIUM: ['URIDONGNE_TV', 'SNS'], HIGH: ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'] },
};

/** Where a plan goes out. In a county few are on SNS: the cheap plan takes the neighbourhood's screens instead. */
export const channelMix = (objective: Objective, tier: BudgetTier, kind: RegionKind): Channel[] => {
  const mix = mixes[objective][tier];
  if (kind !== 'COUNTY' || tier !== 'LOW') return [...mix];
  return [...new Set<Channel>(mix.map((channel) => (channel === 'SNS' ? 'URIDONGNE_TV' : channel)))];
};
