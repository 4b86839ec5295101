import { BudgetTier } from '#schema/enums.ts';
import type { Plan } from '../plan.ts';
import type { PlanProvider, PlanRequest } from '../plan-provider.ts';
import { estimate } from './estimate.ts';
import { fill } from './fill.ts';
import type { Idea, IndustryProfile, Prize } from './industry-profile.ts';
import { industryProfiles } from './industry-profiles.ts';
import { channelMix, channelOffers, objectiveEffects } from './market.ts';
import { type Region, regionOf } from './region.ts';
import { seasonAt, seasonNames } from './season.ts';
import { type SeededChoice, seededChoice } from './seeded-choice.ts';
import { sharedIdeas } from './shared-ideas.ts';
import { spokenName } from './spoken-name.ts';

const tierReasons: Record<BudgetTier, string> = {
  LOW: '적은 예산으로 반응을 먼저 확인하는 안',
  MEDIUM: '비용과 도달의 균형을 맞춘 안',
  HIGH: '가장 많은 사람에게 알리는 안',
};

const prizeText = ({ name, winners }: Prize): string => `${name} (${winners}명)`;

const won = (amount: string): string => `${Number(amount).toLocaleString('ko-KR')}원`;

type Setting = {
  request: PlanRequest;
  profile: IndustryProfile;
  region: Region;
  choice: SeededChoice;
  season: ReturnType<typeof seasonAt>;
};

const rationaleOf = ({ request, region, season }: Setting, plan: Omit<Plan, 'rationale'>): string =>
  `${region.area}의 ${seasonNames[season.season]}철 특성과 '${objectiveEffects[request.objective].name}' 목표를 고려해 ${tierReasons[plan.tier]}입니다. ` +
  `${plan.channels.map((channel) => channelOffers[channel].name).join('·')} 채널로 알려 약 ${plan.estimatedParticipants.toLocaleString('ko-KR')}명의 참여를 예상하며, ` +
  `채널비와 경품비를 합친 비용 ${won(plan.estimatedCost)}에 참여자 한 명당 매출 ${won(plan.revenuePerParticipant)}으로 계산했습니다.`;

const planOf = (setting: Setting, tier: BudgetTier, idea: Idea): Plan => {
  const { request, profile, region, choice, season } = setting;
  const prize = choice.pick(`prize ${tier}`, profile.prizes[tier]);
  const channels = channelMix(request.objective, tier, region.kind);
  const slots = {
    shop: spokenName(request.store.name),
    area: region.area,
    occasion: season.occasion,
    season: seasonNames[season.season],
    item: choice.pick(`item ${tier}`, profile.items[season.season]),
    prize: prize.name,
  };
  const plan = {
    tier,
    title: fill(idea.title, slots),
    description: fill(idea.description, slots),
    prize: prizeText(prize),
    participationMethod: fill(idea.participation, slots),
    channels,
    ...estimate({ tier, objective: request.objective, profile, region: region.kind, season: season.season, channels, prize }),
    source: 'rules',
  };
  return { ...plan, rationale: rationaleOf(setting, plan) };
};

/**
 * Plans by rule, without a model and without looking anything up: an idea, an item of the season and a prize, chosen by the shop's name,
 * address and the request, one plan a budget tier; figures by the formula of `estimate`. The same request always gives the same plans.
 */
export const planByRules = (request: PlanRequest): Plan[] => {
  const profile = industryProfiles[request.store.industry];
  const choice = seededChoice([request.store.name, request.store.address, request.variation].join('\n'));
  const setting = { request, profile, region: regionOf(request.store.address), choice, season: seasonAt(request.requestedAt) };
  const ideas = choice.shuffle('idea', [...profile.ideas[request.objective], ...sharedIdeas[request.objective]]);
  return BudgetTier.options.map((tier, index) => planOf(setting, tier, ideas[index]!));
};

/** The embedded default provider (spec §5 AI): needs no key, no network and never fails. */
export const rulesProvider: PlanProvider = {
  name: 'rules',
  plan: async (request, signal) => {
    signal.throwIfAborted();
    return planByRules(request);
  },
};
