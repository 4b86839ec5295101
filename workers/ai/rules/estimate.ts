import { Decimal } from 'decimal.js';
import { decimal } from '#kit/scalars.ts';
import type { DecimalString } from '#schema/decimal.ts';
import type { BudgetTier, Channel, Objective } from '#schema/enums.ts';
import type { IndustryProfile, Prize } from './industry-profile.ts';
import { channelOffers, objectiveEffects, prizeAppeal, regionalSpending } from './market.ts';
import type { RegionKind } from './region.ts';
import type { Season } from './season.ts';

export type EstimateInput = {
  tier: BudgetTier;
  objective: Objective;
  profile: IndustryProfile;
  region: RegionKind;
  season: Season;
  channels: readonly Channel[];
  prize: Prize;
};

/** Money is in won; decimals are exact strings of scale 2. */
export type Estimate = {
  estimatedCost: DecimalString;
  estimatedParticipants: number;
  revenuePerParticipant: DecimalString;
  estimatedRoi: DecimalString;
};

const SCALE = 2;
const product = (...factors: readonly number[]): Decimal => factors.reduce((total, factor) => total.times(factor), new Decimal(1));
const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));

/**
 * The planner's formula (its tables: `market.ts` and `industries/`):
 *
 *     cost         = Σ channel price + prize value × winners
 *     participants = Σ (channel reach × the region's factor for it × channel response)
 *                    × industry response × objective response × seasonality × prize appeal of the tier, rounded down, at least 1
 *     revenue each = average spend × the objective's part of it × regional spending, scale 2, half up
 *     ROI          = (participants × revenue each − cost) ÷ cost × 100, scale 2, half up
 */
export const estimate = ({ tier, objective, profile, region, season, channels, prize }: EstimateInput): Estimate => {
  const offers = channels.map((channel) => channelOffers[channel]);
  const cost = sum(offers.map(({ price }) => new Decimal(price))).plus(product(prize.value, prize.winners));
  const answering = sum(offers.map((offer) => product(offer.reach, offer.regional[region], offer.response)));
  const effect = objectiveEffects[objective];
  const willing = product(profile.response, effect.response, profile.seasonality[season], prizeAppeal[tier]);
  const participants = Math.max(1, answering.times(willing).floor().toNumber());
  const revenueEach = product(profile.averageSpend, effect.spending, regionalSpending[region]).toDecimalPlaces(
    SCALE,
    Decimal.ROUND_HALF_UP,
  );
  const roi = revenueEach.times(participants).minus(cost).div(cost).times(100);
  return {
    estimatedCost: decimal(cost),
    estimatedParticipants: participants,
    revenuePerParticipant: decimal(revenueEach),
    estimatedRoi: decimal(roi),
  };
};
