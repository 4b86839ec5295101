import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { RemoteCallError } from '#kit/remote-call-error.ts';
import { decimal } from '#kit/scalars.ts';
import { BudgetTier, Channel } from '#schema/enums.ts';
import type { Plan } from '../plan.ts';
import { checkedPlans } from '../plan-provider.ts';

const won = z.int().nonnegative();

/** What a model is asked for: a plan's words, and figures in whole won. What follows from them (the ROI) is not asked for but computed. */
const proposal = z.strictObject({
  tier: BudgetTier,
  title: z.string(),
  description: z.string(),
  prize: z.string(),
  participationMethod: z.string(),
  channels: z.array(Channel),
  estimatedCost: won,
  estimatedParticipants: z.int().nonnegative(),
  revenuePerParticipant: won,
  rationale: z.string(),
});
const proposals = z.strictObject({ plans: z.array(proposal) });

/** Members of a JSON schema that every provider's structured output accepts; limits are in the prompt, and checked afterwards. */
const portableMembers = new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'enum']);

const portable = (schema: unknown): unknown => {
  if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema;
  const { properties, items, ...members } = schema as Record<string, unknown>;
  return {
    ...Object.fromEntries(Object.entries(members).filter(([name]) => portableMembers.has(name))),
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, portable(each)])) } : {}),
    ...(items ? { items: portable(items) } : {}),
  };
};

/** The JSON schema of the answer, for structured output. */
export const proposalJsonSchema = portable(z.toJSONSchema(proposals)) as Record<string, unknown>;

/**
 * A model's answer as plans in the order of the tiers, each naming `source`; checked by the same schema as every provider's.
 *
 * @throws RemoteCallError `invalid` for anything that is not three sound plans
 */
export const plansOfAnswer = (text: string, source: string): Plan[] => {
  try {
    const { plans } = proposals.parse(JSON.parse(text));
    return checkedPlans(plans.map((plan) => planOf(plan, source)));
  } catch (error) {
    throw new RemoteCallError(source, 'invalid', { detail: whatIsWrong(error) });
  }
};

const planOf = (plan: z.infer<typeof proposal>, source: string): Plan => ({
  ...plan,
  estimatedCost: decimal(plan.estimatedCost),
  revenuePerParticipant: decimal(plan.revenuePerParticipant),
  estimatedRoi: roiOf(plan),
  source,
});

/** (participants × revenue each − cost) ÷ cost × 100, as for an event's figures (spec §5 Analytics); 0 where nothing is spent. */
const roiOf = ({ estimatedCost, estimatedParticipants, revenuePerParticipant }: z.infer<typeof proposal>): string => {
  if (estimatedCost === 0) return decimal(0);
  return decimal(new Decimal(revenuePerParticipant).times(estimatedParticipants).minus(estimatedCost).div(estimatedCost).times(100));
};

/** Where the answer is wrong, without any of its words. */
const whatIsWrong = (error: unknown): string => {
  if (!(error instanceof z.ZodError)) return 'it is no JSON';
  return error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.filter((part) => typeof part !== 'symbol').join('.') || 'the whole'} ${code}`)
    .join(', ')
    .slice(0, 200);
};
