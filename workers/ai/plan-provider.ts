import { z } from 'zod';
import { BudgetTier, type Objective } from '#schema/enums.ts';
import type { StoreSnapshot } from '#schema/store-snapshot.ts';
import { type Plan, planSchema } from './plan.ts';

const tiers = BudgetTier.options;

export type PlanRequest = {
  objective: Objective;
  store: StoreSnapshot;
  /** Decides the season. */
  requestedAt: Date;
  /** What makes a repeated request different from the one before, e.g. the job's id. */
  variation: string;
  /** When the request times out (spec §5 AI: 5 minutes after it). */
  deadline: Date;
};

/** Makes three plans, one a budget tier (spec §5 AI). Rejects when it cannot, and as soon as `signal` aborts. */
export type PlanProvider = { name: string; plan(request: PlanRequest, signal: AbortSignal): Promise<Plan[]> };

const answerSchema = z
  .array(planSchema)
  .length(tiers.length)
  .refine((plans) => tiers.every((tier) => plans.some((plan) => plan.tier === tier)), 'one plan a budget tier is needed');

/** A provider's answer, checked: three valid plans in the order of the tiers. Throws a ZodError for anything else. */
export const checkedPlans = (answer: unknown): Plan[] => {
  const plans = answerSchema.parse(answer);
  return tiers.map((tier) => plans.find((plan) => plan.tier === tier)!);
};
