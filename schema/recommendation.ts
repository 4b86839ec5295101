import { z } from 'zod';
import { DecimalString } from './decimal.ts';
import { BudgetTier, Channel } from './enums.ts';

/** A plan for an event (spec §2, `Recommendation`), in the graph's own field names. */
export const Recommendation = z.object({
  id: z.uuid(),
  tier: BudgetTier,
  title: z.string().min(1),
  description: z.string().min(1),
  prize: z.string().min(1),
  participationMethod: z.string().min(1),
  channels: z.array(Channel).min(1),
  estimatedCost: DecimalString,
  estimatedParticipants: z.int().nonnegative(),
  revenuePerParticipant: DecimalString,
  estimatedRoi: DecimalString,
  rationale: z.string().min(1),
  source: z.string().min(1),
});
export type Recommendation = z.infer<typeof Recommendation>;
